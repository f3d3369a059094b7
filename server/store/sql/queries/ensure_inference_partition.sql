SELECT water.ensure_inference_partition(now())

-- Whether the precision of version $2 of model $1 has asked for a retraining.
SELECT EXISTS (SELECT FROM ops.jobs WHERE reason = 'precision' AND model = $1 AND (request ->> 'version')::integer = $2::integer)

#!/usr/bin/python3
"""How long a scrape of a server takes that watches over many plants.

    metrics.py CLEARWELL PLANTS SAMPLES SCRAPES

Exit code 1 where the median is above 50 ms. A scrape is one GET /metrics over a connection of its own, as Prometheus makes it
after a pause; the server reads the store at each of them.
"""

import os
import pathlib
import statistics
import sys
import time
import urllib.request

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'grafana'))

from operation import Operation  # noqa: E402

MOST_SECONDS = 0.050

PLANTS = '''
INSERT INTO water.plants (plant_id, name, jurisdiction, population_served)
SELECT 'plant-' || n, 'Plant ' || n, (ARRAY['AR', 'EU', 'US', 'WHO'])[1 + n % 4], 1000 * n FROM generate_series(1, {plants}) n;
WITH taken AS (
  INSERT INTO water.samples (plant_id, sampled_at, origin, sample_key)
  SELECT 'plant-' || n, now() - day * interval '1 day', 'a bench', n || '-' || day
  FROM generate_series(1, {plants}) n, generate_series(0, {samples} - 1) day
  RETURNING sample_id)
INSERT INTO water.sample_results (sample_id, parameter, value, unit, canonical_value, result_text)
SELECT sample_id, parameter, value, unit, value, value::text
FROM taken, (VALUES ('arsenic', 0.004, 'mg/L'), ('turbidity', 0.4, 'NTU'), ('total_coliforms', 0, '/100 mL'), ('ph', 7.4, ''))
  AS r (parameter, value, unit);
ANALYZE;
'''


class ManyPlants(Operation):
    SERVE = ()

    def __init__(self, program, plants, samples):
        super().__init__(program)
        self.plants, self.samples = plants, samples

    def __enter__(self):
        try:
            self.folder.chmod(0o755)
            self.simulate(days=60, days_ago=0)
            self.clearwell('train', '--families', 'logistic_regression', '--folds', '3')
            self.start_server()
            code, _, error = self.psql(PLANTS.format(plants=self.plants, samples=self.samples), 'clearwell')
            if code != 0:
                raise RuntimeError(error)
            self.restart_server()
            return self
        except BaseException:
            self.__exit__()
            raise

    def seconds_to_judge_all(self):
        begun = time.time()
        while self.rows('SELECT count(*) AS waiting FROM water.plants_to_judge', 'clearwell')[0]['waiting'] > 0 or not self.judged():
            time.sleep(0.2)
        return time.time() - begun

    def judged(self):
        return self.rows('SELECT count(DISTINCT plant_id) AS plants FROM monitor.sampling')[0]['plants'] >= self.plants

    def scrape(self):
        """Seconds, and what came."""
        begun = time.perf_counter()
        with urllib.request.urlopen(self.server + '/metrics', timeout=30) as answer:
            text = answer.read().decode()
        return time.perf_counter() - begun, text


def processor_seconds(pid):
    """Of a process and all that it started, so far: a server and its private cluster."""
    of, parents = {}, {}
    for stat in pathlib.Path('/proc').glob('[0-9]*/stat'):
        try:
            fields = stat.read_text().rpartition(')')[2].split()
        except OSError:
            continue  # it has ended
        parents[int(stat.parent.name)] = int(fields[1])
        of[int(stat.parent.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')
    family = {pid}
    for _ in range(3):  # server, postmaster, backend
        family |= {child for child, parent in parents.items() if parent in family}
    return sum(of[each] for each in family if each in of)


def main(program, plants, samples, scrapes):
    with ManyPlants(program, int(plants), int(samples)) as operation:
        print(f'{plants} plants with {samples} samples each: judged by their law within {operation.seconds_to_judge_all():.1f} s')
        operation.scrape()
        worked = processor_seconds(operation.serving.pid)
        found = [operation.scrape() for _ in range(int(scrapes))]
        worked = (processor_seconds(operation.serving.pid) - worked) / int(scrapes)
    seconds = sorted(each for each, _ in found)
    series = [line for line in found[-1][1].splitlines() if not line.startswith('#')]
    of_plants = {name for name in (line.partition('{')[0] for line in series if 'plant="plant-' in line)}
    assert any('plant="plant-1"' in line for line in series), 'the plants are not among the series'
    print(f'{len(series)} series in {len(found[-1][1])} bytes; of each plant: {", ".join(sorted(of_plants))}')
    print(f'{scrapes} scrapes: median {1000 * statistics.median(seconds):.1f} ms, slowest {1000 * seconds[-1]:.1f} ms; '
          f'of processors, server and PostgreSQL together, {1000 * worked:.1f} ms each')
    return 0 if statistics.median(seconds) <= MOST_SECONDS else 1


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))

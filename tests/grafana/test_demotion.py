#!/usr/bin/python3
"""A champion whose laboratory results turn bad is demoted, retrained and replaced, and the Models dashboard tells all of it.

    test_demotion.py CLEARWELL      the program

Real are the server, its database, Prometheus with the shipped rules, and every query. What is compressed is time: the answers of
some days are given at once, and their stamps then moved to the samples that they are about. Until yesterday clear water was fit to
drink; since then it is so only where organic carbon is high, which the champion has never had a reason to look at.
"""

import csv
import datetime
import json
import random
import sys
import time
import unittest

from dashboards import dashboards, panels, queries
from operation import Operation, Reader, skip_without_prometheus

MODEL = 'well_water'
SPEC = {
    'format_version': 1, 'name': MODEL, 'title': {'en': 'Wells', 'es': 'Pozos'},
    'description': {'en': 'Wells of a test.', 'es': 'Pozos de una prueba.'}, 'license': 'CC0-1.0', 'missing': [''],
    'features': [{'name': name, 'title': {'en': name, 'es': name}, 'unit': unit, 'plausible': [0, 1000], 'decimals': 2, 'aliases': []}
                 for name, unit in (('turbidity', 'NTU'), ('total_organic_carbon', 'mg/L'))],
    'label': {'name': 'fit', 'aliases': [], 'positive': ['1'], 'negative': ['0'], 'positive_means': {'en': 'fit', 'es': 'apta'},
              'negative_means': {'en': 'unfit', 'es': 'no apta'}, 'disclaimer': {'en': 'A test.', 'es': 'Una prueba.'}},
    'sampled_at': {'name': 'sampled_at', 'format': '%Y-%m-%dT%H:%M:%S', 'time_zone': 'UTC'},
    'split': {'method': 'stratified', 'folds': 3, 'repeats': 1, 'seed': 42},
    'metric': {'name': 'precision', 'recall_floor': 0.2, 'precision_floor': 0.6},
    'families': [{'family': 'decision_tree', 'grid': {'max_depth': [4], 'min_samples_leaf': [10]}}]}


class Wells(Operation):
    """One plant, whose laboratory takes a sample every half hour."""

    MODEL = MODEL
    SERVE = ()

    def __enter__(self):
        try:
            self.folder.chmod(0o755)
            self.random = random.Random(1)
            self.now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
            models = self.folder / 'models' / MODEL
            models.mkdir(parents=True)
            (models / 'spec.json').write_text(json.dumps(SPEC))
            self.options = ('--models', str(models.parent))
            self.clearwell('plants', 'add', 'north', '--name', 'North', '--jurisdiction', 'EU')
            self.take(self.samples(500, last=self.now - datetime.timedelta(days=15), fit=lambda turbidity, _: turbidity < 5))
            self.clearwell('train', '--model', MODEL)
            return self
        except BaseException:
            self.__exit__()
            raise

    def samples(self, n, last, fit):
        rows = []
        for step in range(n):
            turbidity, carbon = self.random.uniform(0, 10), self.random.uniform(0, 10)
            right = self.random.random() > 0.03
            rows.append({'sampled_at': (last - (n - 1 - step) * datetime.timedelta(minutes=30)).strftime('%Y-%m-%dT%H:%M:%S'),
                         'turbidity': f'{turbidity:.3f}', 'total_organic_carbon': f'{carbon:.3f}',
                         'fit': int(fit(turbidity, carbon) == right)})
        return rows

    def take(self, rows):
        file = self.folder / f'{rows[0]["sampled_at"].replace(":", "")}.csv'
        with file.open('w', newline='') as out:
            writer = csv.DictWriter(out, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        self.clearwell('import', str(file), '--model', MODEL, '--plant', 'north')

    def answer_about(self, rows):
        """The plant asks about each sample when it is taken; the laboratory's result comes in later."""
        asked = [{name: float(row[name]) for name in ('turbidity', 'total_organic_carbon')} for row in rows]
        first = self.rows('SELECT coalesce(max(inference_id), 0) AS id FROM water.water_inferences', 'clearwell')[0]['id']
        assert self.score('north', asked) == 200
        at = ', '.join(f"({n}, '{row['sampled_at']}Z'::timestamptz)" for n, row in enumerate(rows))
        code, _, err = self.psql(f'''
            SET session_replication_role = replica;
            SELECT water.ensure_inference_partition(at) FROM (VALUES {at}) AS t (n, at);
            UPDATE water.water_inferences i SET inferred_at = t.at
            FROM (VALUES {at}) AS t (n, at),
                 (SELECT inference_id, row_number() OVER (PARTITION BY role ORDER BY inference_id) - 1 AS n
                  FROM water.water_inferences WHERE inference_id > {first}) AS given
            WHERE given.n = t.n AND given.inference_id = i.inference_id''', 'clearwell')
        assert code == 0, err

    def decisions(self):
        return self.rows('SELECT outcome, version, from_version FROM monitor.promotions ORDER BY promotion_id')

    def wait_until(self, what, said):
        deadline = time.time() + 60
        while not said():
            if time.time() > deadline:
                raise RuntimeError(f'not within a minute: {what}')
            time.sleep(0.1)


class Story(unittest.TestCase):
    """One story, told in the order in which it happens."""

    def dashboard(self, title):
        """What the panel or annotation of that title answers."""
        models = dict(dashboards())['models.json']
        reader = Reader(wells, models)
        found = [query for where, query in queries(models) if where == title]
        self.assertTrue(found, title)
        return [row for query in found for row in
                (wells.rows(reader.sql(query['rawSql'])) if 'rawSql' in query else wells.query(reader.promql(query['expr'])))]

    def precision_found(self):
        return [round(float(each['value'][1]), 2) for each in self.dashboard('Precision found by laboratories')]

    def test_demoted_challenged_replaced(self):
        wells.start_server('--no-demotion')
        wells.start_prometheus()

        good = wells.samples(60, wells.now - datetime.timedelta(days=12), lambda turbidity, _: turbidity < 5)
        wells.answer_about(good)
        wells.take(good)
        wells.restart_server()  # a server that begins looks at once
        wells.wait_for_series('clearwell_model_precision_realised')
        precision, lower, _, floor = self.precision_found()
        self.assertGreater(precision, 0.8)
        self.assertGreater(lower, floor)
        self.assertEqual(floor, 0.6)
        self.assertEqual([each['outcome'] for each in wells.decisions()], ['promoted'])

        bad = wells.samples(400, wells.now, lambda turbidity, carbon: turbidity < 5 and carbon > 7)
        wells.restart_server('--no-demotion')
        wells.answer_about(bad)
        wells.take(bad)
        wells.restart_server('--no-demotion')
        wells.wait_until('the alert waits', lambda: wells.query(
            f'ALERTS{{alertname="ClearwellPrecisionBelowFloor",model="{MODEL}",version="1",alertstate="pending"}}'))
        self.assertLess(self.precision_found()[2], floor)
        self.assertEqual([each['outcome'] for each in wells.decisions()], ['promoted'])

        wells.restart_server()
        wells.wait_until('another version answers', lambda: any(
            each['metric']['version'] == '2' for each in self.dashboard('Version that answers')))
        self.assertEqual(wells.decisions(), [{'outcome': 'promoted', 'version': 1, 'from_version': None},
                                             {'outcome': 'demoted', 'version': 1, 'from_version': 1},
                                             {'outcome': 'promoted', 'version': 2, 'from_version': 1}])
        wells.wait_until('the demotion is told', lambda: wells.query(
            f'ALERTS{{alertname="ClearwellModelDemoted",model="{MODEL}",alertstate="firing"}}'))

        replaced, demoted, first = self.dashboard('Decisions about the champion')[:3]
        self.assertEqual([each['outcome'] for each in (first, demoted, replaced)], ['promoted', 'demoted', 'promoted'])
        self.assertRegex(demoted['reason'], r'^of \d+ positive answers laboratories confirmed \d+: precision 0\.\d+ '
                                            r'\(0\.\d+ to 0\.\d+\), floor 0\.600$')
        self.assertEqual(demoted['by'], 'precision monitor')
        self.assertEqual(replaced['by'], 'precision monitor')
        self.assertIn("the challenger's precision is", replaced['reason'])
        marks = [each['text'] for each in self.dashboard('annotation Decisions about the champion')]
        self.assertEqual([mark.partition(':')[0] for mark in marks], ['promoted', 'demoted', 'promoted'])
        wrong = self.dashboard('Called positive, and the laboratory disagreed')
        self.assertGreater(len(wrong), 100)
        self.assertEqual({each['version'] for each in wrong}, {1})
        self.assertEqual([(each['version'], each['stands as']) for each in self.dashboard('Versions')], [(2, 'champion'), (1, None)])
        self.assertEqual(wells.rows('SELECT kind, status, requested_by FROM monitor.jobs'),
                         [{'kind': 'retrain', 'status': 'finished', 'requested_by': 'precision monitor'}])
        self.assertEqual([each['action'] for each in wells.rows(
            "SELECT action FROM monitor.audit_entries WHERE object = 'model/well_water' ORDER BY entry_id")],
            ['model.promoted', 'model.demoted', 'model.promoted'])
        self.assertTrue(json.loads(wells.clearwell('audit', 'verify', '--json'))['intact'])


if __name__ == '__main__':
    skip_without_prometheus()
    with Wells(sys.argv.pop(1)) as wells:
        unittest.main()

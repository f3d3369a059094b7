#!/usr/bin/python3
"""grafana/ as it is shipped: the files are the generator's, every panel can be understood, and the rules of Grafana's
dashboard-linter are kept. The linter itself cannot be had as a package, so its rules are written out here, under its names;
what a dashboard is excused from stands in EXCUSED, with the reason."""

import re
import subprocess
import unittest

from dashboards import GRAFANA, ROOT, dashboards, panels, queries, rules, selectors, windows

# Rule: file: why not.
FIXED_UID = ('data sources are provisioned with a fixed uid: a reader need not choose one, and Grafana cannot publish '
             'dashboards that ask')
ANY_SERVER = 'what the store says every server says alike: the query takes the largest, whichever job or instance it is of'
OF_THE_STORE = ('compliance.json', 'compliance.es.json', 'models.json', 'training.json')
EXCUSED = {rule: dict.fromkeys(OF_THE_STORE, FIXED_UID) for rule in ('template-datasource-rule', 'panel-datasource-rule')}
EXCUSED |= {rule: dict.fromkeys(OF_THE_STORE, ANY_SERVER)
            for rule in ('template-job-rule', 'template-instance-rule', 'target-job-rule', 'target-instance-rule')}

# Of Grafana's list of units, those that we use: https://github.com/grafana/grafana valueFormats/categories.ts
UNITS = {'none', 'percentunit', 's', 'bytes', 'reqps', 'cps', 'dateTimeAsIso'}


class Dashboards(unittest.TestCase):
    where = ''

    def _formatMessage(self, message, standard):
        return f'{self.where}: {super()._formatMessage(message, standard)}'

    def each(self, rule=None):
        for name, dashboard in dashboards():
            if name not in EXCUSED.get(rule, {}):
                self.where = name
                yield name, dashboard

    def each_panel(self, rule=None):
        for name, dashboard in self.each(rule):
            for panel in panels(dashboard):
                self.where = f'{name}, {panel["title"]}'
                yield dashboard, panel

    def each_expr(self, rule=None):
        for dashboard, panel in self.each_panel(rule):
            for target in panel['targets']:
                if 'expr' in target:
                    yield target['expr']

    def variable(self, dashboard, name):
        found = [each for each in dashboard['templating']['list'] if each['name'] == name]
        self.assertEqual(len(found), 1, f'exactly one variable {name}')
        return found[0]

    # ---- ours ----

    def test_files_are_what_the_generator_writes(self):
        said = subprocess.run([GRAFANA / 'generate', '--check'], capture_output=True, text=True)
        self.assertEqual((said.returncode, said.stdout), (0, 'up to date\n'), said.stderr)

    def test_there_are_the_four_and_the_spanish_one(self):
        self.assertEqual([name for name, _ in dashboards()],
                         ['compliance.es.json', 'compliance.json', 'models.json', 'service.json', 'training.json'])

    def test_every_description_is_a_sentence_that_says_more_than_the_title(self):
        for _, panel in self.each_panel():
            self.assertRegex(panel['description'], r'^[A-Z¿«"].{25,}\.$')
            self.assertGreater(len(panel['description']), len(panel['title']))

    def test_data_sources_are_the_provisioned_ones(self):
        provisioned = (GRAFANA / 'provisioning/datasources/clearwell.yml').read_text()
        for name, dashboard in self.each():
            for where, query in queries(dashboard):
                uid = query.get('datasource', {}).get('uid', 'clearwell-postgres')
                if uid != '${datasource}':
                    self.assertIn(f'uid: {uid}\n', provisioned, where)

    def test_panels_lie_side_by_side(self):
        for _, dashboard in self.each():
            taken = set()
            for panel in dashboard['panels']:
                at = panel['gridPos']
                self.assertLessEqual(at['x'] + at['w'], 24)
                cells = {(x, y) for x in range(at['x'], at['x'] + at['w']) for y in range(at['y'], at['y'] + at['h'])}
                self.assertFalse(cells & taken, panel['title'])
                taken |= cells

    def test_ids_and_letters_are_used_once(self):
        for _, dashboard in self.each():
            ids = [panel['id'] for panel in dashboard['panels']]
            self.assertEqual(len(ids), len(set(ids)))
            for panel in panels(dashboard):
                letters = [target['refId'] for target in panel['targets']]
                self.assertEqual(len(letters), len(set(letters)))
        uids = [dashboard['uid'] for _, dashboard in dashboards()]
        self.assertEqual(len(uids), len(set(uids)))

    def test_queries_of_tables_and_history_read_views_only(self):
        for _, dashboard in self.each():
            for where, query in queries(dashboard):
                for relation in re.findall(r'\b(?:FROM|JOIN)\s+([\w.]+)', query.get('rawSql', '')):
                    self.assertRegex(relation, r'^monitor\.', where)

    def test_spanish_asks_what_english_asks(self):
        by_name = dict(dashboards())
        english, spanish = by_name['compliance.json'], by_name['compliance.es.json']
        self.assertEqual([query for _, query in queries(english)], [query for _, query in queries(spanish)])
        for ours, theirs in zip(english['panels'], spanish['panels']):
            self.assertNotEqual(ours['title'], theirs['title'])
            if 'description' in ours:
                self.assertNotEqual(ours['description'], theirs['description'])

    def test_words_of_the_law_are_in_words_for_people(self):
        rules_of_compliance = set(re.findall(r'return "(\w+_\w+)";', (ROOT / 'common/limits/limits.cpp').read_text()
                                             .partition('to_string(ComplianceRule')[2].partition('\n}')[0]))
        self.assertIn('each_sample', rules_of_compliance)
        for name, dashboard in self.each():
            for panel in panels(dashboard):
                for override in panel['fieldConfig']['overrides']:
                    for each in override['properties']:
                        if override['matcher']['options'] == 'compliance' and each['id'] == 'mappings':
                            self.assertEqual(set(each['value'][0]['options']), rules_of_compliance)

    def test_metrics_are_declared(self):
        declared = ''.join(path.read_text() for path in (ROOT / 'server/monitoring').glob('*telemetry.hpp'))
        recorded = {rule['record'] for _, rule in rules() if 'record' in rule}
        exprs = list(self.each_expr()) + [rule['expr'] for _, rule in rules()]
        for expr in exprs:
            for metric, _, _ in selectors(expr):
                base = re.sub(r'_(bucket|count|sum)$', '', metric)
                self.assertTrue(metric in recorded or metric in ('up', 'ALERTS') or f'"{metric}"' in declared
                                or f'"{base}"' in declared, f'{metric} in {expr}')

    # ---- dashboard-linter ----

    def test_template_datasource_rule(self):
        for _, dashboard in self.each('template-datasource-rule'):
            variable = self.variable(dashboard, 'datasource')
            self.assertEqual((variable['type'], variable['query']), ('datasource', 'prometheus'))
            self.assertIn(variable['label'].lower(), ('data source', 'prometheus'))

    def test_template_job_and_instance_rule(self):
        for name in ('job', 'instance'):
            for _, dashboard in self.each(f'template-{name}-rule'):
                variable = self.variable(dashboard, name)
                self.assertEqual(variable['datasource']['uid'], '${datasource}')
                self.assertEqual((variable['type'], variable['label'], variable['multi'], variable['allValue']),
                                 ('query', name.capitalize(), True, '.+'))

    def test_template_label_promql_rule(self):
        for _, dashboard in self.each('template-label-promql-rule'):
            for variable in dashboard['templating']['list']:
                if variable['type'] == 'query' and isinstance(variable['query'], dict):
                    self.assertRegex(variable['query']['query'], r'^label_values\([a-z_]+(\{.*\})?, [a-z]+\)$')

    def test_template_on_time_change_reload_rule(self):
        for _, dashboard in self.each('template-on-time-change-reload-rule'):
            for variable in dashboard['templating']['list']:
                if variable['type'] == 'query':
                    self.assertEqual(variable['refresh'], 2)

    def test_panel_datasource_rule(self):
        for _, panel in self.each_panel('panel-datasource-rule'):
            self.assertEqual(panel['datasource']['uid'], '${datasource}')

    def test_panel_title_description_rule(self):
        for _, panel in self.each_panel('panel-title-description-rule'):
            self.assertTrue(panel['title'] and panel['description'])

    def test_panel_units_rule(self):
        for _, panel in self.each_panel('panel-units-rule'):
            units = [panel['fieldConfig']['defaults']['unit']]
            units += [each['value'] for override in panel['fieldConfig']['overrides']
                      for each in override['properties'] if each['id'] == 'unit']
            self.assertLessEqual(set(units), UNITS)

    def test_panel_no_targets_rule(self):
        for _, panel in self.each_panel('panel-no-targets-rule'):
            self.assertTrue(panel['targets'])

    def test_target_rate_interval_rule(self):
        for expr in self.each_expr('target-rate-interval-rule'):
            for function, window in windows(expr):
                allowed = ('$__range',) if function == 'increase' else ('$__rate_interval',)
                self.assertIn(window, allowed, expr)

    def test_target_job_and_instance_rule(self):
        for name in ('job', 'instance'):
            for expr in self.each_expr(f'target-{name}-rule'):
                for metric, matchers, _ in selectors(expr):
                    self.assertIn(f'{name}=~"${name}"', matchers, expr)

    def test_target_counter_agg_rule(self):
        for expr in self.each_expr('target-counter-agg-rule'):
            for metric in re.findall(r'\b\w+_total\b', expr):
                self.assertRegex(expr, rf'\b(rate|irate|increase)\({metric}\b')

    def test_uneditable_dashboard(self):
        for _, dashboard in self.each('uneditable-dashboard'):
            self.assertFalse(dashboard['editable'])

    def test_excuses_are_needed(self):
        names = {name for name, _ in dashboards()}
        for rule, excused in EXCUSED.items():
            self.assertLessEqual(set(excused), names, rule)
            self.assertTrue(all(excused.values()), rule)


class Alerts(unittest.TestCase):
    def alerts(self):
        return [rule for _, rule in rules() if 'alert' in rule]

    def test_each_says_what_it_is_and_what_to_do(self):
        for alert in self.alerts():
            with self.subTest(alert['alert']):
                self.assertRegex(alert['alert'], r'^Clearwell[A-Z][A-Za-z]+$')
                self.assertIn(alert['labels']['severity'], ('critical', 'warning'))
                self.assertEqual(set(alert['annotations']), {'summary', 'description', 'runbook'})

    def test_each_is_tested_where_it_fires_and_where_it_must_not(self):
        import yaml
        fires, silent = set(), set()
        for path in sorted((ROOT / 'tests/grafana/alerts').glob('*.yml')):
            for test in yaml.safe_load(path.read_text())['tests']:
                for each in test['promql_expr_test']:
                    names = re.search(r'alertname=~?"([^"]*)"', each['expr'])[1]
                    matching = {alert['alert'] for alert in self.alerts() if re.fullmatch(names, alert['alert'])}
                    self.assertTrue(matching, each['expr'])
                    (fires if each['exp_samples'] else silent).update(matching)
                    if each['exp_samples'] and len(test['input_series']) > 2:
                        silent.update(matching)  # the series beside it, which are not among those that fire
        every = {alert['alert'] for alert in self.alerts()}
        self.assertEqual(fires, every)
        self.assertEqual(silent, every)

    def test_panels_that_runbooks_name_are_there(self):
        titles = {panel['title'] for _, dashboard in dashboards() for panel in panels(dashboard)}
        for alert in self.alerts():
            for panel in re.findall(r'panel "([^"]*)"', alert['annotations']['runbook']):
                with self.subTest(alert['alert']):
                    self.assertTrue(any(title.startswith(panel) for title in titles), panel)


if __name__ == '__main__':
    unittest.main()

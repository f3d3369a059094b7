"""What do the models say, and are they to be believed?"""

from panels import (BEYOND, CHALLENGER, CHAMPION, POSTGRES, bars, choice, colour_of, column, dashboard, lines, prom, row,
                    sql, stat, steps, table)

ROLES = [colour_of('champion', CHAMPION), colour_of('challenger', CHALLENGER)]


def build():
    return dashboard(
        'clearwell-models', 'Clearwell: Models',
        '''Which version of each model answers, how good it is, and what was decided about it. A model estimates; it decides
        about nobody's water.''',
        panels(), 'now-60d',
        [choice('model', 'Model', 'SELECT DISTINCT model FROM monitor.model_versions ORDER BY model', POSTGRES)],
        [promotions_as_annotations()])


def promotions_as_annotations():
    return {'name': 'Decisions about the champion', 'datasource': POSTGRES, 'enable': True, 'iconColor': CHALLENGER,
            'target': {'refId': 'Anno', 'datasource': POSTGRES, 'rawQuery': True, 'editorMode': 'code', 'format': 'table',
                       'rawSql': '''SELECT decided_at AS time, outcome || ': version ' || version || '. ' || reason AS text,
outcome AS tags FROM monitor.promotions
WHERE model IN ($model) AND $__timeFilter(decided_at) ORDER BY decided_at'''}}


def panels():
    return in_production() + correctness() + answers() + drift() + versions()


def in_production():
    return [
        row('In production'),
        stat('Version that answers',
             '''The champion: the version whose answers callers get. It changes by a recorded decision only.''',
             prom('max by (model, version, family) (clearwell_model_info{alias="champion",model=~"$model"})',
                  'version {{version}}, {{family}}', True), text='name'),
        stat('Version that is tried',
             '''The challenger: it is asked the same questions, but its answers are only kept, never given to anybody. Empty
             where no version waits for a decision.''',
             prom('max by (model, version, family) (clearwell_model_info{alias="challenger",model=~"$model"})',
                  'version {{version}}, {{family}}', True), text='name', noValue='none',
             thresholds=steps((None, CHALLENGER))),
        stat('Precision when trained',
             '''Of the samples that the champion called positive, the share that was, on rows that it had not learnt from.
             Positive means what the model's spec says, for the potability models "fit to drink".''',
             sql('''SELECT precision AS "precision" FROM monitor.model_versions
                    WHERE alias = 'champion' AND model IN ($model) ORDER BY created_at DESC LIMIT 1'''),
             'percentunit', decimals=1),
        stat('Trained on',
             '''Where the champion's training samples came from. Of a model that learnt from simulated samples nothing follows
             for real water.''',
             sql('''SELECT data_origin AS "trained on" FROM monitor.model_versions
                    WHERE alias = 'champion' AND model IN ($model) ORDER BY created_at DESC LIMIT 1''')
             ) | {'options': text_options()},
    ]


def text_options():
    return {'reduceOptions': {'calcs': ['lastNotNull'], 'fields': '/.*/', 'values': False}, 'orientation': 'auto',
            'textMode': 'value', 'colorMode': 'value', 'graphMode': 'none', 'justifyMode': 'auto', 'wideLayout': True,
            'showPercentChange': False, 'percentChangeColorMode': 'standard'}


def answers():
    by_day = '''SELECT date_trunc('day', inferred_at) AS time, role AS metric, {} FROM monitor.inferences
                WHERE role IN ('champion', 'challenger') AND model IN ($model) AND $__timeFilter(inferred_at)
                GROUP BY 1, 2 ORDER BY 1'''
    return [
        row('Champion against challenger'),
        lines('Rows scored per second',
              '''How many rows of measurements each of the two scores each second, and how many were not answered because
              the answer could not be kept (failed).''',
              [prom('sum by (role) (rate(clearwell_inferences_total{model=~"$model",outcome!="failed"}[$__rate_interval]))', '{{role}}'),
               prom('sum(rate(clearwell_inferences_total{model=~"$model",outcome="failed"}[$__rate_interval]))', 'failed')],
              'cps', min=0, overrides=[*ROLES, colour_of('failed', BEYOND)]),
        lines('Rows scored by day',
              '''How many rows each of the two scored on each day. Both are asked the same; where the bars differ, one was not
              loaded.''',
              sql(by_day.format('count(*) AS "rows"'), 'time_series'), bars=True, overrides=ROLES),
        lines('Share of positive answers by day',
              '''On each day the share of rows that were called positive. A jump means that the water or the instruments have
              changed, or the model has (marks show decisions).''',
              sql(by_day.format('avg(positive::int)::float8 AS "positive"'), 'time_series'), 'percentunit', min=0, max=1,
              overrides=ROLES),
        lines('Mean estimated probability by day',
              '''The average of the probabilities that each version gave. Two versions that see the same water should stay
              close to each other.''',
              sql(by_day.format('avg(probability)::float8 AS "probability"'), 'time_series'), 'percentunit', min=0, max=1,
              overrides=ROLES),
    ]


def correctness():
    def bounds(metric):
        return [prom(f'''max by (model, version) ({metric}{end}{{model=~"$model"}})
                        and on (model, version) clearwell_model_info{{alias="champion"}}''', words)
                for end, words in (('', '{{model}}: precision'), ('_lower', '{{model}}: at least'),
                                   ('_upper', '{{model}}: at most'))]
    interval = [colour_of('/: precision$/', CHAMPION), colour_of('/: at (least|most)$/', '#a9c1ee')]
    return [
        row('Is it right?'),
        lines('Precision found by laboratories',
              '''Of the rows that the champion called positive, the share that a laboratory sample of the same plant, near in time,
              confirmed; over the last 90 days, with its 95 % interval, and the floor that the model's spec sets. No line means no evidence.''',
              bounds('clearwell_model_precision_realised') + [prom('''max by (model, version) (clearwell_model_precision_floor{model=~"$model"})
                        and on (model, version) clearwell_model_info{alias="champion"}''', '{{model}}: floor')],
              'percentunit', min=0, max=1, overrides=interval + [colour_of('/: floor$/', BEYOND)],
              noValue='No evidence: no laboratory sample about a positive answer'),
        lines('Precision estimated between laboratory results',
              '''What the champion's own probabilities say of its precision in the newest day, with a 95 % interval. Worth something only
              while the probabilities fit and the water has not changed; otherwise it is switched off, and there is no line.''',
              bounds('clearwell_model_precision_estimated'), 'percentunit', min=0, max=1, overrides=interval,
              noValue='Switched off; the table below says why'),
        table('Called positive, and the laboratory disagreed',
              '''The false positives one by one, newest first: for a potability model, water that the model called fit to drink and
              the laboratory did not.''',
              sql('''SELECT sampled_at AS "sampled", plant_id AS "plant", model, version, role, probability, threshold,
                            seconds_apart AS "apart", sample_id AS "sample", inference_id AS "answer", simulated
                     FROM monitor.labelled_inferences
                     WHERE positive AND NOT label AND model IN ($model) AND $__timeFilter(sampled_at)
                     ORDER BY sampled_at DESC, version DESC LIMIT 500'''),
              12, 8, [column('sampled', 'dateTimeAsIso'), column('probability', 'percentunit', 1),
                      column('threshold', 'percentunit', 1), column('apart', 's', 1)]),
        table('Estimates of precision, and why there is none',
              '''Each day's estimate with its 95 % interval. Where it is switched off, the reason: too few positive answers, drift not
              known, drift, or probabilities that do not fit the training's unseen rows or the laboratory's samples.''',
              sql('''SELECT window_end AS "day ended", model, version, n_positive AS "positive answers", precision,
                            lower AS "at least", upper AS "at most", off AS "switched off"
                     FROM monitor.precision_estimates WHERE model IN ($model) AND $__timeFilter(window_end)
                     ORDER BY window_end DESC, version DESC LIMIT 200'''),
              12, 8, [column('day ended', 'dateTimeAsIso'), column('precision', 'percentunit', 1),
                      column('at least', 'percentunit', 1), column('at most', 'percentunit', 1)]),
    ]


def drift():
    champion = 'model=~"$model"'
    return [
        row('Is the champion asked what it was trained for?'),
        lines('Drift of each feature',
              '''How far the values of each feature, and the model's own score, have moved from what it was trained on, as PSI:
              below 0.1 nothing to speak of, from 0.25 on another water.''',
              prom(f'max by (model, feature) (clearwell_feature_drift{{{champion},method="psi"}})', '{{feature}}'),
              'none', 12, min=0, decimals=2),
        bars('Features that have drifted',
             '''Where it says 1, the feature's values or its gaps have moved by more than chance explains, corrected for the number of
             features. Two days in a row ask for a retraining.''',
             prom(f'max by (feature) (clearwell_feature_drifted{{{champion}}})', '{{feature}}', True), 'none', 6,
             min=0, max=1, decimals=0, thresholds=steps((None, CHAMPION), (1, BEYOND))),
        bars('Not measured',
             '''Of the rows that were scored in the newest day, the share in which each feature was missing. A model guesses
             what is missing.''',
             prom(f'max by (feature) (clearwell_feature_missing_ratio{{{champion}}})', '{{feature}}', True), 'percentunit', 6,
             min=0, max=1, decimals=1),
        table('Days compared with the training',
              '''Each day's answers against what the version was trained on, newest first: whether they have drifted, what has,
              or why it could not be told.''',
              sql('''SELECT window_end AS "day ended", model, version, n_rows AS "rows", outcome, reason
                     FROM monitor.drift_windows WHERE model IN ($model) AND $__timeFilter(window_end)
                     ORDER BY window_end DESC, version DESC LIMIT 200'''),
              24, 8, [column('day ended', 'dateTimeAsIso', width=190), column('reason', width=700)]),
    ]


def versions():
    return [
        row('Versions and decisions'),
        table('Versions',
              '''Every registered version, newest first: what it is, what it learnt from, and how good it was on rows that it
              had not learnt from. "at least" is the lower end of the precision's 95 % interval; "alarms" are reasons not to believe the figures.''',
              sql('''SELECT model, version, alias AS "stands as", family, precision, precision_lower AS "at least", recall, roc_auc AS "ROC AUC", threshold,
                            data_origin AS "trained on", array_to_string(alarms, ', ') AS "alarms",
                            created_at AS "registered", left(sha256, 12) AS "SHA-256 begins"
                     FROM monitor.model_versions WHERE model IN ($model) ORDER BY created_at DESC LIMIT 200'''),
              24, 8, [column('precision', 'percentunit', 1), column('at least', 'percentunit', 1), column('recall', 'percentunit', 1),
                      column('ROC AUC', 'none', 3), column('threshold', 'none', 3),
                      column('registered', 'dateTimeAsIso')]),
        table('Decisions about the champion',
              '''Who became champion, who was refused, and why, newest first. Decisions are never changed or deleted.''',
              sql('''SELECT decided_at AS "decided", model, outcome, version, from_version AS "in place of", reason,
                            decided_by AS "by"
                     FROM monitor.promotions WHERE model IN ($model) AND $__timeFilter(decided_at)
                     ORDER BY decided_at DESC, promotion_id DESC LIMIT 200'''),
              24, 8, [column('decided', 'dateTimeAsIso', width=190), column('reason', width=600)]),
    ]

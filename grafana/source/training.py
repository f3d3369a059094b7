"""Are models trained when they should be, and does it help?"""

from panels import (BEYOND, CANNOT, DAY, POSTGRES, bars, choice, colour_of, column, dashboard, lines, prom, row, sql, stat,
                    steps, table)

MODEL = 'model=~"$model"'


def build():
    return dashboard(
        'clearwell-training', 'Clearwell: Training',
        '''When models were trained, how long it took, how good each family of models was, and what became of it.''',
        panels(), 'now-60d',
        [choice('model', 'Model', 'SELECT DISTINCT model FROM monitor.training_runs ORDER BY model', POSTGRES)])


def panels():
    return at_a_glance() + families() + history()


def at_a_glance():
    return [
        row('At a glance'),
        stat('Age of the newest version', 'How long ago a version was last registered.',
             prom(f'time() - max(clearwell_training_last_success_timestamp_seconds{{{MODEL}}})', '', True), 's',
             thresholds=steps((None, '#3d71d9'), (30 * DAY, '#e0902f'))),
        stat('Last training took', 'How long the newest successful training took, from its start to the registered version.',
             prom(f'max(clearwell_training_duration_seconds{{{MODEL}}})', '', True), 's', decimals=1),
        bars('Trainings that ended', 'Trainings that ended in the time shown, by how: finished, failed, or killed by a stop.',
             prom(f'sum by (outcome) (max by (model, outcome) (increase(clearwell_training_runs_total{{{MODEL}}}[$__range])))',
                  '{{outcome}}', True), 'none', 6, 4, min=0, decimals=0,
             overrides=[colour_of('failed', BEYOND), colour_of('killed', CANNOT)]),
        bars('Decisions about the champion', 'Decisions in the time shown: promoted, refused, forced by a person, rolled back.',
             prom(f'sum by (outcome) (max by (model, outcome) (increase(clearwell_promotions_total{{{MODEL}}}[$__range])))',
                  '{{outcome}}', True), 'none', 6, 4, min=0, decimals=0),
    ]


def families():
    def over_time(metric):
        return sql(f'''SELECT start_time AS time, family AS metric, value FROM monitor.family_metrics
                       WHERE metric = '{metric}' AND model IN ($model) AND $__timeFilter(start_time) ORDER BY 1''',
                   'time_series')
    return [
        row('Families of models'),
        lines('Precision by family',
              '''At each training, of the samples that a family called positive the share that was, on rows that it had not
              learnt from. A family without a point called nothing positive, which is no evidence.''',
              over_time('precision_pooled'), 'percentunit', points=True, max=1),
        lines('ROC AUC by family',
              '''At each training, how well a family puts positive samples above negative ones: 1 is perfect, 0.5 is chance.''',
              over_time('roc_auc_mean'), 'none', points=True, max=1, decimals=3),
        table('The newest training, family by family',
              '''What each family reached on rows that it had not learnt from. The winner is the one whose precision is
              "at least" the highest (lower end of the 95 % interval), so the highest precision need not win.''',
              sql('''SELECT model, family, max(value) FILTER (WHERE metric = 'precision_pooled') AS "precision",
                            max(value) FILTER (WHERE metric = 'precision_pooled_lower') AS "at least",
                            max(value) FILTER (WHERE metric = 'recall_mean') AS "recall",
                            max(value) FILTER (WHERE metric = 'roc_auc_mean') AS "ROC AUC",
                            max(value) FILTER (WHERE metric = 'brier_mean') AS "Brier score", start_time AS "trained"
                     FROM monitor.family_metrics m
                     WHERE model IN ($model)
                       AND start_time = (SELECT max(start_time) FROM monitor.family_metrics n WHERE n.model = m.model)
                     GROUP BY model, family, start_time ORDER BY model, "at least" DESC NULLS LAST'''),
              24, 7, [column('precision', 'percentunit', 1), column('at least', 'percentunit', 1), column('recall', 'percentunit', 1),
                      column('ROC AUC', 'none', 3), column('Brier score', 'none', 3), column('trained', 'dateTimeAsIso')]),
    ]


def history():
    return [
        row('History'),
        lines('How long trainings took', 'Duration of each training that has ended, at the time when it began.',
              sql('''SELECT start_time AS time, model AS metric, duration_seconds AS "duration" FROM monitor.training_runs
                     WHERE end_time IS NOT NULL AND model IN ($model) AND $__timeFilter(start_time) ORDER BY 1''',
                  'time_series'), 's', 24, 6, points=True, min=0),
        table('Trainings', 'Each training, newest first, and the version that came of it, if one did.',
              sql('''SELECT start_time AS "began", model, status, version, family AS "winner", duration_seconds AS "duration",
                            run_id AS "run"
                     FROM monitor.training_runs WHERE model IN ($model) AND $__timeFilter(start_time)
                     ORDER BY start_time DESC LIMIT 200'''),
              12, 8, [column('began', 'dateTimeAsIso'), column('duration', 's', 1)]),
        table('Jobs', 'What somebody or the schedule asked for, newest first, with the error of the last attempt.',
              sql('''SELECT created_at AS "asked", kind, model, requested_by AS "by", status, attempts, error
                     FROM monitor.jobs WHERE model IN ($model) AND $__timeFilter(created_at)
                     ORDER BY created_at DESC LIMIT 200'''),
              12, 8, [column('asked', 'dateTimeAsIso')]),
    ]

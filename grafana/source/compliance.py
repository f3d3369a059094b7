"""Does the water keep the law? For regulators, plants and whoever wants to know. Nothing here is a model's opinion."""

from panels import (BEYOND, CANNOT, DAY, POSTGRES, WITHIN, bars, choice, colour_of, column, dashboard, lines,
                    parameter_titles, prom, row, series_of_parameters, sql, stat, steps, table, where_empty, words)

IN_VIEW = '$__timeFilter(sampled_at) AND plant_id IN ($plant)'
PARAMETER = parameter_titles('en')
COMPLIANCE = words('compliance', {'each_sample': 'each sample', 'annual_average': 'average of a year',
                                  'locational_annual_average': 'average of a year at each place',
                                  'percentile_90': '90th percentile', 'monthly_share': 'share of a month'})
DUTY = words('duty', {'required': 'the law sets a number', 'no_number': 'no law known here sets a number',
                      'too_few_people': 'the law sets none for so few people',
                      'population_unknown': 'depends on the people served, who are not known',
                      'unconfirmed': 'nobody has read the text of the law yet',
                      'partly_recorded': 'the record begins within the period'})
PERIOD = words('period', {'month': 'month', 'year': 'year'})
NONE_KNOWN = 'none known'
VERDICTS = [colour_of('within', WITHIN), colour_of('beyond', BEYOND), colour_of('cannot be judged', CANNOT)]


def build():
    return dashboard(
        'clearwell-compliance', 'Clearwell: Compliance',
        '''What the law says of drinking water that laboratories have measured: within the limits, beyond one, or not to be
        judged. Estimates of models are on another dashboard, because they are not measurements.''',
        panels(), 'now-90d',
        [choice('plant', 'Plant', 'SELECT plant AS __text, plant_id AS __value FROM monitor.plants ORDER BY plant', POSTGRES)])


def panels():
    return at_a_glance() + over_time() + by_whom_and_what() + rules() + enough_samples() + samples() + law()


def at_a_glance():
    return [
        row('At a glance'),
        stat('Results within the law',
             '''Of the laboratory results that can be judged, the share that keeps every limit that applies where the plant
             stands. Results that cannot be judged count neither for nor against.''',
             sql(f'''SELECT count(*) FILTER (WHERE verdict = 'within')::float8
                            / nullif(count(*) FILTER (WHERE verdict IN ('within', 'beyond')), 0) AS "within the law"
                     FROM monitor.results WHERE {IN_VIEW}'''),
             'percentunit', decimals=1, thresholds=steps((None, BEYOND), (0.95, '#e0902f'), (0.99, WITHIN))),
        stat('Results beyond a limit',
             '''How many laboratory results are beyond a number in the law. Each is an exceedance; whether it is a violation
             depends on the law's rule of compliance (each sample, yearly average, share of a month).''',
             sql(f'''SELECT count(*) AS "beyond a limit" FROM monitor.results WHERE verdict = 'beyond' AND {IN_VIEW}'''),
             thresholds=steps((None, WITHIN), (1, BEYOND))),
        stat('Results that cannot be judged',
             '''Results that prove nothing: the laboratory's detection limit is above the legal limit, the unit or the date is
             not known, or nobody has confirmed the text of the law yet. They are not evidence of compliance.''',
             sql(f'''SELECT count(*) AS "cannot be judged" FROM monitor.results
                     WHERE verdict = 'cannot_be_judged' AND {IN_VIEW}'''),
             thresholds=steps((None, CANNOT))),
        stat('Simulated plants',
             '''How many of the plants shown are invented for demonstration. Where this is not 0, figures on this dashboard
             say nothing about real water.''',
             sql('''SELECT count(*) FILTER (WHERE simulated) AS "simulated plants" FROM monitor.plants
                    WHERE plant_id IN ($plant)'''),
             thresholds=steps((None, WITHIN), (1, '#e0902f'))),
    ]


def over_time():
    return [
        row('Over time'),
        lines('Verdicts by week',
              '''Laboratory results taken in each week, by what the law says of them. Weeks without a bar are weeks without a
              sample, not weeks of good water.''',
              sql(f'''SELECT date_trunc('week', sampled_at) AS time,
                             count(*) FILTER (WHERE verdict = 'within') AS "within",
                             count(*) FILTER (WHERE verdict = 'beyond') AS "beyond",
                             count(*) FILTER (WHERE verdict = 'cannot_be_judged') AS "cannot be judged"
                      FROM monitor.results WHERE verdict <> '' AND {IN_VIEW}
                      GROUP BY 1 ORDER BY 1''', 'time_series'),
              bars=True, stacked=True, overrides=VERDICTS),
        lines('Share within the law by week',
              '''Of the results of a week that can be judged, the share within the law, by the law that applies where the plant
              stands.''',
              sql(f'''SELECT date_trunc('week', sampled_at) AS time, jurisdiction AS metric,
                             count(*) FILTER (WHERE verdict = 'within')::float8 / count(*) AS "within the law"
                      FROM monitor.results WHERE verdict IN ('within', 'beyond') AND {IN_VIEW}
                      GROUP BY 1, 2 ORDER BY 1''', 'time_series'),
              'percentunit', max=1),
    ]


def by_whom_and_what():
    return [
        row('By parameter, by plant, one by one'),
        table('By parameter',
              '''One row for each measured parameter and law. "within the law" is the share of the results that can be judged;
              "largest factor" says how many times the limit the worst result was.''',
              sql(f'''SELECT r.parameter, r.jurisdiction,
                             count(*) FILTER (WHERE r.verdict = 'within')::float8
                               / nullif(count(*) FILTER (WHERE r.verdict IN ('within', 'beyond')), 0) AS "within the law",
                             count(*) FILTER (WHERE r.verdict = 'within') AS "within",
                             count(*) FILTER (WHERE r.verdict = 'beyond') AS "beyond",
                             count(*) FILTER (WHERE r.verdict = 'cannot_be_judged') AS "cannot be judged",
                             (SELECT max(e.factor) FROM monitor.exceedances e
                              WHERE e.parameter = r.parameter AND e.jurisdiction = r.jurisdiction
                                AND $__timeFilter(e.sampled_at) AND e.plant_id IN ($plant)) AS "largest factor"
                      FROM monitor.results r
                      WHERE r.verdict <> '' AND $__timeFilter(r.sampled_at) AND r.plant_id IN ($plant)
                      GROUP BY r.parameter, r.jurisdiction
                      ORDER BY "beyond" DESC, "cannot be judged" DESC, r.parameter'''),
              12, 10, [PARAMETER, column('within the law', 'percentunit', 1), column('largest factor', 'none', 2)]),
        table('By plant',
              '''One row for each plant: how its results compare with the law that applies there, how many samples they come
              from, when the newest was taken, and whether the plant is simulated.''',
              sql(f'''SELECT plant, jurisdiction, simulated,
                             count(*) FILTER (WHERE verdict = 'within')::float8
                               / nullif(count(*) FILTER (WHERE verdict IN ('within', 'beyond')), 0) AS "within the law",
                             count(*) FILTER (WHERE verdict = 'beyond') AS "beyond",
                             count(*) FILTER (WHERE verdict = 'cannot_be_judged') AS "cannot be judged",
                             count(DISTINCT sample_id) AS "samples", max(sampled_at) AS "newest sample"
                      FROM monitor.results WHERE {IN_VIEW}
                      GROUP BY plant, jurisdiction, simulated ORDER BY "beyond" DESC, plant'''),
              12, 10, [column('within the law', 'percentunit', 1), column('newest sample', 'dateTimeAsIso')]),
        table('Results beyond a limit, one by one',
              '''Each exceedance with its sample, the value as the laboratory wrote it, the limit that it breaks and where that
              limit stands. The factor says how many times the limit it is. "compliance" is the law's own rule for when an
              exceedance becomes a violation.''',
              sql(f'''SELECT sampled_at AS "sampled", plant, parameter, result_text AS "result", unit,
                             limit_is || ' ' || limit_value AS "limit", factor, kind, instrument, article, compliance,
                             laboratory, sample_id AS "sample", simulated
                      FROM monitor.exceedances WHERE {IN_VIEW}
                      ORDER BY sampled_at DESC LIMIT 500'''),
              24, 10, [PARAMETER, COMPLIANCE, column('sampled', 'dateTimeAsIso'), column('factor', 'none', 2)]),
    ]


def rules():
    judged = '$__timeFilter(judged_until) AND plant_id IN ($plant)'
    return [
        row('Was the law kept? Rules of compliance, period by period'),
        stat('Violations',
             '''Periods in which a law was broken by its own rule: a single sample beyond the limit, an average of a year, a percentile,
             a share of a month. Periods that ended in the time shown, or go on.''',
             sql(f'''SELECT CASE WHEN count(*) FILTER (WHERE outcome <> 'cannot_be_judged') > 0
                                 THEN count(*) FILTER (WHERE outcome = 'violated') END AS "violations"
                      FROM monitor.compliance WHERE {judged}'''),
             height=6, noValue='nothing can be judged', thresholds=steps((None, WITHIN), (1, BEYOND))),
        table('By rule of compliance',
              '''For each rule of the laws, in how many periods it was kept and in how many it was violated. A period that goes on, or of
              which too little was sampled, cannot be judged and is not kept.''',
              sql(f'''SELECT compliance, count(*) FILTER (WHERE outcome = 'violated') AS "violated",
                             count(*) FILTER (WHERE outcome = 'kept') AS "kept",
                             count(*) FILTER (WHERE outcome = 'cannot_be_judged') AS "cannot be judged",
                             sum(exceedances) AS "beyond a limit"
                      FROM monitor.compliance WHERE {judged}
                      GROUP BY compliance ORDER BY "violated" DESC, compliance'''),
              18, 6, [COMPLIANCE]),
        table('Violations, one by one',
              '''Each period in which a rule was violated, newest first, with the samples it rests on. "figure" is what the rule compares:
              an average or percentile in the unit, or percent of samples beyond; empty where each sample counts by itself.''',
              sql(f'''SELECT plant, parameter, compliance, from_day AS "from", to_day AS "before", place, results, exceedances AS "beyond",
                             figure_low AS "figure", concat_ws(', ', '≥ ' || min, '≤ ' || max) AS "limit", unit, kind, instrument, article,
                             simulated
                      FROM monitor.compliance WHERE outcome = 'violated' AND {judged}
                      ORDER BY judged_until DESC, plant, parameter LIMIT 500'''),
              24, 9, [PARAMETER, COMPLIANCE, column('figure', 'none', 3)]),
    ]


def enough_samples():
    counted = '$__timeFilter(counted_until) AND plant_id IN ($plant)'
    return [
        row('Samples taken against samples required'),
        stat('Periods with too few samples',
             '''Months and years that are over and in which fewer samples were taken than the law asks for of so many people. Not 0
             but "no number known" where no law that was read sets one for the plants and years shown.''',
             sql(f'''SELECT CASE WHEN count(*) FILTER (WHERE duty = 'required') > 0
                                 THEN count(*) FILTER (WHERE is_over AND duty = 'required' AND taken < required) END AS "too few"
                      FROM monitor.sampling WHERE {counted}'''),
             height=10, noValue='no number known', thresholds=steps((None, WITHIN), (1, BEYOND))),
        table('Samples taken, samples required',
              '''For each plant and parameter, how many samples were taken in a month or year and how many its law requires, the
              largest gap first. Where no number is known the cell says so, and "duty" says why; it also says where nobody has read the law
              that the number is of. A period that is not over may still be filled.''',
              sql(f'''SELECT plant, parameter, period, from_day AS "from", is_over AS "over", taken, required,
                             taken::float8 / required AS "share", duty, instrument, article, simulated
                      FROM monitor.sampling WHERE {counted}
                      ORDER BY is_over DESC, taken::float8 / required, plant, parameter, from_day DESC LIMIT 500'''),
              18, 10, [PARAMETER, PERIOD, DUTY, where_empty('required', NONE_KNOWN), column('share', 'percentunit', 0)]),
    ]


def samples():
    return [
        row('Are samples fresh?'),
        bars('Age of the newest sample',
             '''How long ago the newest certified sample of each plant was taken. After 14 days an alert goes out: what is
             shown of that plant is then old, not good.''',
             prom('time() - max by (plant) (clearwell_last_sample_timestamp_seconds)', '{{plant}}', True),
             's', 8, min=0, thresholds=steps((None, WITHIN), (7 * DAY, '#e0902f'), (14 * DAY, BEYOND))),
        lines('Samples taken by week',
              '''How many laboratory samples were taken of each plant in each week. A plant that is missing from a week was not
              sampled.''',
              sql(f'''SELECT date_trunc('week', sampled_at) AS time, plant AS metric, count(DISTINCT sample_id) AS "samples"
                      FROM monitor.results WHERE {IN_VIEW} GROUP BY 1, 2 ORDER BY 1''', 'time_series'),
              width=8, bars=True, stacked=True),
        bars('Samples that came in',
             '''Samples that reached Clearwell in the time shown: accepted, already known (duplicate), or refused with a
             reason (rejected). Refused ones are in no other figure here.''',
             prom('sum by (outcome) (max by (plant, outcome) (increase(clearwell_samples_total[$__range])))', '{{outcome}}',
                  True),
             'none', 8, min=0, decimals=0),
        lines('Share within the law since the beginning',
              '''Of all results that ever came in and can be judged, the share within the law, as it stood at each moment. It
              moves slowly; a step down is a bad batch.''',
              prom('jurisdiction:clearwell_compliant_results:ratio', '{{jurisdiction}}'),
              'percentunit', max=1),
        bars('Results that cannot be judged, by parameter',
             '''For which parameters laboratories deliver results that prove nothing. Usually the method's detection limit is
             too high: the law asks for one of at most a tenth of the limit.''',
             prom('''sum by (parameter) (jurisdiction_parameter_verdict:clearwell_judged_results:max{verdict="cannot_be_judged"})
                     > 0''', '{{parameter}}', True),
             'none', 12, min=0, overrides=series_of_parameters('en'), thresholds=steps((None, CANNOT))),
    ]


def law():
    return [
        row('The law, and who did what'),
        table('Limits that apply',
              '''The limits by which the results above are judged, with the law and the article. Where "confirmed" is false
              nobody has read the text of the law yet; such a limit is shown, but judges nothing.''',
              sql('''SELECT DISTINCT l.jurisdiction, l.parameter, l.min, l.max, l.unit, l.kind, l.compliance, l.instrument,
                            l.article, l.confirmed
                     FROM monitor.limits l JOIN monitor.plants p USING (jurisdiction)
                     WHERE p.plant_id IN ($plant)
                     ORDER BY l.jurisdiction, l.parameter, l.kind'''), 24, 10, [PARAMETER, COMPLIANCE]),
        table('Who did what',
              '''The newest entries of the audit trail: decisions, corrections, tokens. Entries are chained to each other, so that none can be
              changed or taken out unseen.''',
              sql('''SELECT recorded_at AS "recorded", role, subject AS "who", action, object, reason, entry_id AS "entry"
                     FROM monitor.audit_entries WHERE $__timeFilter(recorded_at)
                     ORDER BY entry_id DESC LIMIT 200'''), 24, 8, [column('recorded', 'dateTimeAsIso')]),
    ]

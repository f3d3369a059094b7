"""Does the server do its work? For whoever runs it: rate, errors, duration, saturation."""

import panels as look
from panels import BEYOND, CANNOT, bars, lines, prom, row, stat, steps

# Of this dashboard alone the data source is a choice: whoever runs Clearwell may have a Prometheus of his own.
CHOSEN = {'type': 'prometheus', 'uid': '${datasource}'}
SERIES = 'job=~"$job",instance=~"$instance"'
SCORE = 'route="/v1/models/{name}/score"'


def build():
    dashboard = look.dashboard(
        'clearwell-service', 'Clearwell: Service',
        '''How many requests the servers answer, how many fail, how long they take, and what they use of their machine.''',
        panels(), 'now-6h', variables(), refresh='30s')
    for panel in dashboard['panels']:
        for part in [panel] * ('datasource' in panel) + panel.get('targets', []):
            part['datasource'] = CHOSEN
    return dashboard


def variables():
    def all_of(label, query):
        return look.choice(label.lower(), label, query, CHOSEN) | {'allValue': '.+'}
    return [
        {'name': 'datasource', 'label': 'Data source', 'type': 'datasource', 'query': 'prometheus', 'refresh': 1,
         'current': {'text': 'Clearwell Prometheus', 'value': look.PROMETHEUS['uid']}},
        all_of('Job', 'label_values(clearwell_build_info, job)'),
        all_of('Instance', 'label_values(clearwell_build_info{job=~"$job"}, instance)'),
    ]


def panels():
    return at_a_glance() + requests() + scoring() + saturation() + work()


def at_a_glance():
    return [
        row('At a glance'),
        stat('Servers that answer', 'How many servers Prometheus can reach, of those that it knows.',
             prom(f'sum(up{{{SERIES},job!="clearwell-watch"}})', '', True), 'none', thresholds=steps((None, BEYOND), (1, look.WITHIN))),
        stat('Requests per second', 'Requests answered each second, by all servers together.',
             prom(f'sum(rate(clearwell_http_requests_total{{{SERIES}}}[$__rate_interval]))', '', True), 'reqps',
             decimals=2),
        stat('Requests that fail',
             'Share of requests that failed through no fault of the caller. One in a thousand is the objective.',
             prom(f'''sum(rate(clearwell_http_requests_total{{{SERIES},code=~"5.."}}[$__rate_interval]))
                      / (sum(rate(clearwell_http_requests_total{{{SERIES}}}[$__rate_interval])) > 0)''', '', True),
             'percentunit', decimals=2, noValue='no requests', thresholds=steps((None, look.WITHIN), (0.001, BEYOND))),
        stat('Version', 'Which build answers; two while one is being replaced by another.',
             prom(f'max by (version, commit) (clearwell_build_info{{{SERIES}}})', '{{version}} ({{commit}})', True),
             text='name'),
    ]


def requests():
    def quantile(share):
        return prom(f'''histogram_quantile({share}, sum by (le) (
                        rate(clearwell_http_request_duration_seconds_bucket{{{SERIES}}}[$__rate_interval])))''',
                    f'{share:.0%} are faster')
    return [
        row('Requests: rate, errors, duration'),
        lines('Rate by route', 'Requests each second, by the kind of request. Routes that nobody asks for are left out.',
              prom(f'sum by (route) (rate(clearwell_http_requests_total{{{SERIES}}}[$__rate_interval])) > 0', '{{route}}'),
              'reqps', 8, min=0),
        lines('Requests without a good answer',
              'Requests each second that ended in an error. 4xx: the caller asked for something wrong. 5xx: the server failed.',
              [prom(f'sum(rate(clearwell_http_requests_total{{{SERIES},code=~"4.."}}[$__rate_interval]))', '4xx'),
               prom(f'sum(rate(clearwell_http_requests_total{{{SERIES},code=~"5.."}}[$__rate_interval]))', '5xx')],
              'reqps', 8, min=0, overrides=[look.colour_of('4xx', CANNOT), look.colour_of('5xx', BEYOND)]),
        lines('Duration', 'How long requests take from their head to their answer: half of them, 95 of 100, 99 of 100.',
              [quantile(0.5), quantile(0.95), quantile(0.99)], 's', 8, min=0),
    ]


def scoring():
    def quantile(share):
        return prom(f'''histogram_quantile({share}, sum by (le) (
                        rate(clearwell_inference_duration_seconds_bucket{{{SERIES}}}[$__rate_interval])))''',
                    f'{share:.0%} are faster')
    return [
        row('Scoring'),
        lines('Scoring requests that take longer than 0.25 s',
              'Share of the requests to score that miss the objective of a quarter of a second. One in a hundred may.',
              prom(f'''1 - sum(rate(clearwell_http_request_duration_seconds_bucket{{{SERIES},{SCORE},le="0.25"}}[$__rate_interval]))
                       / (sum(rate(clearwell_http_request_duration_seconds_count{{{SERIES},{SCORE}}}[$__rate_interval])) > 0)''',
                   'too slow'), 'percentunit', 12, min=0, max=1),
        lines('Time to score', 'How long the model itself needs for the rows of one request, without keeping the answer.',
              [quantile(0.5), quantile(0.99)], 's', 12, min=0),
    ]


def saturation():
    return [
        row('Saturation'),
        lines('Processor', 'Processor cores in use by each server, on average.',
              prom(f'sum by (instance) (rate(process_cpu_seconds_total{{{SERIES}}}[$__rate_interval]))', '{{instance}}'),
              'none', 6, min=0),
        lines('Memory', 'Memory that each server holds.',
              prom(f'sum by (instance) (process_resident_memory_bytes{{{SERIES}}})', '{{instance}}'), 'bytes', 6, min=0),
        lines('Open files and connections',
              'File descriptors in use, of those that the server may open. At 100 % it takes no more connections.',
              prom(f'max by (instance) (process_open_fds{{{SERIES}}} / process_max_fds{{{SERIES}}})', '{{instance}}'),
              'percentunit', 6, min=0, max=1),
        lines('Disk that is free', 'Room left on the disk of the data directory. Below a tenth an alert goes out.',
              prom(f'min by (instance) (clearwell_data_dir_free_bytes{{{SERIES}}} / clearwell_data_dir_size_bytes{{{SERIES}}})',
                   '{{instance}}'), 'percentunit', 6, min=0, max=1),
    ]


def work():
    return [
        row('Database and jobs'),
        lines('Size of the database', 'Room that the whole database takes on its disk.',
              prom(f'max by (job) (clearwell_database_size_bytes{{{SERIES}}})', 'database'), 'bytes', 8, min=0),
        lines('Database errors', 'Statements each second that the database refused or could not carry out. Normally none.',
              prom(f'sum by (instance) (rate(clearwell_store_errors_total{{{SERIES}}}[$__rate_interval]))', '{{instance}}'),
              'cps', 8, min=0),
        bars('Jobs that ended', 'Trainings, promotions and other jobs that ended in the time shown, by how.',
             prom(f'sum by (outcome) (max by (kind, outcome) (increase(clearwell_jobs_total{{{SERIES}}}[$__range])))',
                  '{{outcome}}', True), 'none', 8, min=0, decimals=0,
             overrides=[look.colour_of('failed', BEYOND), look.colour_of('killed', CANNOT)]),
    ]

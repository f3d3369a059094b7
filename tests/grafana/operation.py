"""Sixty days of simulated operation in a quarter of a minute, watched by a real Prometheus.

What is real: the server, its private PostgreSQL, a Prometheus that runs the shipped configuration and rules and scrapes the
server once a second, and every number that they tell. What is compressed is time: forty days of laboratory samples and
readings are there at the beginning, the other twenty come in ten steps of two days (`clearwell simulate --until`), and
after each step the server scores the newest samples over HTTP and refuses a request. So Prometheus has seen three weeks go by
in a quarter of a minute. What the server stamps with its own clock (answers, decisions, trainings, jobs) happened in that
quarter of a minute too; `stretch_clock` then moves those stamps apart, so that queries by day have days to tell of. One plant's
instruments are broken and show another plant's water, so that there is something that laboratories can find wrong.
"""

import datetime
import functools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
DAYS, FIRST_DAYS, STEPS = 60, 40, 10
MODEL = 'water_potability'
FEATURES = [feature['name'] for feature in json.loads((ROOT / f'models/{MODEL}/spec.json').read_text())['features']]


def skip_without_prometheus():
    """Ends a test program as skipped where there is nothing to ask."""
    if not shutil.which('prometheus'):
        print('skipped: prometheus is not installed (package prometheus)')
        sys.exit(77)


class Operation:
    """with Operation('build/release/clearwell') as operation: …"""

    MODEL = MODEL
    watch = None  # address of the drop folder's metrics, of an operation that has one
    SERVE = ('--label-within', '72', '--no-demotion')  # the wrong answers are to stay on the dashboards

    def __init__(self, program):
        self.program = program
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='cw-'))  # short: a unix socket lies in it
        self.data = self.folder / 'data'
        self.options = ()  # of every command
        self.children = []
        self.closing = threading.Event()
        self.traffic = threading.Thread(target=self.go_on_using, daemon=True)

    def __enter__(self):
        try:
            self.folder.chmod(0o755)  # PostgreSQL's own user enters it when root runs this
            self.begun = time.time()
            self.simulate(days=FIRST_DAYS, days_ago=DAYS - FIRST_DAYS)
            self.add_springs()
            for _ in range(2):
                self.clearwell('train', '--model', MODEL, '--families', 'logistic_regression,decision_tree', '--folds', '3')
            self.start_server()
            self.start_watch()
            self.start_prometheus()
            days = (DAYS - FIRST_DAYS) // STEPS
            for step in range(1, STEPS + 1):
                self.simulate(days=days, days_ago=(STEPS - step) * days)
                self.use_server()
                if step == STEPS // 2:
                    self.change_champion()
            self.wait_for_scrapes(3)
            self.use_server_for_days(3)  # so that all of yesterday is among them, whatever the hour is
            self.stretch_clock()
            self.restart_server()  # the server that leads now looks at the days that have ended
            self.wait_for_series('clearwell_feature_drifted')
            self.traffic.start()
            return self
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        self.closing.set()
        if self.traffic.is_alive():
            self.traffic.join()
        for child in reversed(self.children):
            child.terminate()
        for child in self.children:
            child.wait(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def summary(self):
        return (f'{DAYS} days of simulated operation; Prometheus watched the last {DAYS - FIRST_DAYS} of them in '
                f'{time.time() - self.watched_from:.0f} s, which is its panels\' axis')

    # ---- the server ----

    def clearwell(self, *arguments):
        done = subprocess.run([self.program, '--data-dir', self.data, *self.options, *arguments], cwd=ROOT, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f'clearwell {" ".join(arguments)}: {done.stderr}')
        return done.stdout

    def simulate(self, days, days_ago):
        until = datetime.datetime.now(datetime.timezone.utc).date() - datetime.timedelta(days=days_ago)
        self.clearwell('simulate', '--days', str(days), '--until', str(until))

    def add_springs(self):
        """A plant under a law that says how many samples it wants: two of total coliforms a month, of so many people."""
        self.clearwell('plants', 'add', 'springs', '--name', 'Springs', '--jurisdiction', 'US', '--population-served', '2400')
        mapping, sheet = self.folder / 'springs.json', self.folder / 'springs.csv'
        mapping.write_text(json.dumps({
            'format_version': 1, 'name': 'springs', 'title': 'Springs', 'content': 'samples', 'decimal_mark': '.',
            'time': {'columns': ['day'], 'formats': ['%Y-%m-%d'], 'zone': 'UTC'},
            'columns': [{'column': 'coliforms', 'parameter': 'total_coliforms', 'unit': '/100 mL'}]}))
        days = [datetime.date.today() - datetime.timedelta(days=ago) for ago in (3, 36, 66, 67, 68)]
        sheet.write_text('day,coliforms\n' + ''.join(f'{day},0\n' for day in days))
        self.clearwell('import', str(sheet), '--mapping', str(mapping), '--plant', 'springs')

    def start(self, name, *command):
        log = self.folder / f'{name}.log'
        with log.open('w') as out:
            self.children.append(subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT))
        return log

    def start_server(self, *options, port='0'):
        log = self.start('server', self.program, '--data-dir', self.data, *self.options, 'serve', '--listen', f'127.0.0.1:{port}',
                         '--retrain-at', self.hours_from_now(12), '--no-drift-retraining', *(options or self.SERVE))
        self.server = 'http://127.0.0.1:' + self.wait_for(log, r'event=ready address=http://127\.0\.0\.1:(\d+)')
        self.serving = self.children[-1]

    def restart_server(self, *options):
        self.serving.terminate()
        self.serving.wait(timeout=30)
        self.start_server(*options, port=self.server.rpartition(':')[2])

    def start_watch(self):
        """A drop folder with a file that can be scored and one that cannot."""
        drop = self.folder / 'drop'
        drop.mkdir()
        (drop / 'good.csv').write_text(','.join(FEATURES) + '\n' + ','.join('7' for _ in FEATURES) + '\n')
        (drop / 'bad.csv').write_text('nothing\n1\n')
        log = self.start('watch', self.program, '--data-dir', self.data, *self.options, 'watch', '--settle', '0.1',
                         '--metrics', '127.0.0.1:0', drop, self.folder / 'scored')
        self.watch = 'http://127.0.0.1:' + self.wait_for(log, r'event=metrics_served address=http://127\.0\.0\.1:(\d+)/')
        self.wait_for(log, 'event=file_scored')
        self.wait_for(log, 'event=file_failed')

    def hours_from_now(self, hours):
        return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours)).strftime('%H:%M')

    def wait_for(self, log, pattern):
        deadline = time.time() + 30
        while time.time() < deadline:
            found = re.search(pattern, log.read_text())
            if found:
                return found[1] if found.groups() else found[0]
            time.sleep(0.05)
        raise RuntimeError(f'{log.name} does not say {pattern}:\n{log.read_text()[-2000:]}')

    @functools.cache
    def token(self, role, *binding):
        return json.loads(self.clearwell('token', 'create', '--role', role, '--name', 'test', '--json', *binding))['token']

    def score(self, plant, rows):
        """Status of the answer."""
        return self.ask(f'/v1/models/{self.MODEL}/score', {'data': rows}, self.token('plant', '--plant', plant))

    def ask(self, path, body=None, token=None):
        """Status of the answer."""
        request = urllib.request.Request(self.server + path, headers={
            'Content-Type': 'application/json', **({'Authorization': 'Bearer ' + token} if token else {})},
            data=None if body is None else json.dumps(body).encode())
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def use_server(self):
        newest = self.rows(f'SELECT * FROM water.{MODEL} ORDER BY sampled_at DESC LIMIT 40', user='clearwell')
        plants = sorted({row['plant_id'] for row in newest}, key=lambda plant: self.share_of_good(newest, plant))
        for plant in plants:
            # The instruments of the worst plant are broken: they show the best plant's water, and models believe them.
            shown = plants[-1] if plant == plants[0] else plant
            rows = [{name: row[name] for name in FEATURES} for row in newest if row['plant_id'] == shown]
            assert self.score(plant, rows) == 200
        assert self.score(plants[0], [{'no_such_feature': 1}]) in (400, 422)
        assert self.ask('/v1/plants') == 200

    def use_server_for_days(self, days):
        """Of the stretched clock."""
        began = time.time()
        while time.time() < began + days * (time.time() - self.begun) / DAYS:
            self.use_server()

    def share_of_good(self, rows, plant):
        labels = [row['label'] for row in rows if row['plant_id'] == plant]
        return sum(labels) / len(labels)

    def go_on_using(self):
        """While queries are asked: a rate over four scrapes is one of nothing as soon as nobody asks the server."""
        while not self.closing.wait(0.5):
            self.use_server()

    def change_champion(self):
        """The challenger takes over, by force, and a new challenger comes."""
        assert self.ask(f'/v1/models/{MODEL}/promote', {'version': 2, 'force': True, 'reason': 'asked for by a test'},
                        self.token('admin')) == 202
        self.clearwell('train', '--model', MODEL, '--families', 'logistic_regression', '--folds', '3', '--seed', '7')

    # ---- Prometheus ----

    def start_prometheus(self):
        config = (ROOT / 'deploy/prometheus/prometheus.yml').read_text()
        config = (config.replace('127.0.0.1:8081', self.server.removeprefix('http://'))
                  .replace('../../grafana', str(ROOT / 'grafana')).replace('15s', '1s'))
        (self.folder / 'prometheus.yml').write_text(config)
        if self.watch:
            (self.folder / 'watch.yml').write_text(f"- targets: ['{self.watch.removeprefix('http://')}']\n")
        log = self.start('prometheus', 'prometheus', f'--config.file={self.folder}/prometheus.yml',
                         f'--storage.tsdb.path={self.folder}/tsdb', '--web.listen-address=127.0.0.1:0')
        self.prometheus = 'http://127.0.0.1:' + self.wait_for(log, r'Listening on" address=127\.0\.0\.1:(\d+)')
        self.wait_for(log, 'Server is ready to receive web requests')
        self.watched_from = time.time()
        self.wait_for_scrapes(2)

    def prometheus_answer(self, path, **parameters):
        with urllib.request.urlopen(f'{self.prometheus}/api/v1/{path}?{urllib.parse.urlencode(parameters)}', timeout=30) as answer:
            return json.load(answer)['data']

    def query(self, expr):
        """[{'metric': …, 'value': [time, text]}] at this moment."""
        return self.prometheus_answer('query', query=expr)['result']

    def query_range(self, expr):
        """[{'metric': …, 'values': [[time, text], …]}] of all the time that Prometheus has watched."""
        return self.prometheus_answer('query_range', query=expr, start=self.watched_from, end=time.time(), step=1)['result']

    def wait_for_scrapes(self, n):
        deadline, enough = time.time() + 30, self.scrapes() + n
        while self.scrapes() < enough:
            if time.time() > deadline:
                raise RuntimeError('Prometheus does not scrape the server')
            time.sleep(0.1)

    def wait_for_series(self, expr):
        deadline = time.time() + 30
        while not self.query(expr):
            if time.time() > deadline:
                raise RuntimeError(f'Prometheus has no {expr}')
            time.sleep(0.2)

    def scrapes(self):
        found = self.query('sum(count_over_time(clearwell_build_info[1h]))')
        return int(found[0]['value'][1]) if found else 0

    # ---- PostgreSQL ----

    def psql(self, query, user):
        """What psql writes, as (exit code, stdout, stderr)."""
        done = subprocess.run(['psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-h', self.data / 'postgres', '-U', user,
                               '-d', 'clearwell', '-c', query], capture_output=True, text=True,
                              env=os.environ | {'PGTZ': 'UTC'})
        return done.returncode, done.stdout, done.stderr

    def rows(self, query, user='clearwell_monitor'):
        """Objects by column."""
        code, out, err = self.psql(f'SELECT coalesce(json_agg(q), \'[]\') FROM ({query}\n) AS q', user)
        if code != 0:
            raise RuntimeError(f'{err}\n{query}')
        return json.loads(out)

    def stretch_clock(self):
        factor = DAYS * 86400 / (time.time() - self.begun)
        stamps = {'water.water_inferences': ('inferred_at',), 'tracking.promotions': ('decided_at',),
                  'tracking.model_versions': ('created_at',), 'tracking.runs': ('start_time', 'end_time'),
                  'ops.jobs': ('created_at', 'started_at', 'ended_at')}
        script = "SET session_replication_role = replica;\n"  # without the triggers that keep answers and decisions as they are
        script += ''.join(f"SELECT water.ensure_inference_partition(now() - interval '{30 * months} days');\n" for months in range(4))
        for name, (begin, *later) in stamps.items():
            moved = f'now() - (now() - {begin}) * {factor}'
            script += f'UPDATE {name} SET {begin} = {moved}'
            script += ''.join(f', {each} = {moved} + ({each} - {begin})' for each in later) + ';\n'  # as long as it took
        code, _, err = self.psql(script, 'clearwell')
        if code != 0:
            raise RuntimeError(err)


# ---- Grafana's macros and variables, as Grafana fills them in ----

class Reader:
    """Somebody who looks at a dashboard of an operation, with every variable at All."""

    def __init__(self, operation, dashboard):
        self.operation = operation
        self.values = {each['name']: self.values_of(each) for each in dashboard['templating']['list']}
        days = int(re.fullmatch(r'now-(\d+)[dh]', dashboard['time']['from'])[1]) if dashboard['time']['from'].endswith('d') else 1
        self.time_from = f"now() - interval '{days} days'"

    def values_of(self, variable):
        if isinstance(variable['query'], str) and variable['type'] == 'query':
            found = self.operation.rows(variable['query'])
            return [row.get('__value', next(iter(row.values()))) for row in found]
        return ['.+']

    def sql(self, text):
        text = re.sub(r'\$__timeFilter\(([^)]*)\)', rf'\1 BETWEEN {self.time_from} AND now()', text)
        return re.sub(r'\$(\w+)', lambda name: ', '.join("'" + each.replace("'", "''") + "'" for each in self.values[name[1]]), text)

    def promql(self, text):
        # Grafana's own rule: four scrapes. The range is what Prometheus has watched, which stands for the sixty days.
        text = text.replace('$__rate_interval', '4s').replace('$__range', f'{int(time.time() - self.operation.watched_from)}s')
        return re.sub(r'\$(\w+)', '.+', text)

"""What the tests of grafana/ read: every panel and every query of every dashboard, every rule, from the files as shipped."""

import json
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
GRAFANA = ROOT / 'grafana'


def dashboards():
    """[(file name, dashboard)]"""
    return [(path.name, json.loads(path.read_text())) for path in sorted((GRAFANA / 'dashboards').glob('*.json'))]


def panels(dashboard):
    """Those that show something; rows only part them."""
    return [panel for panel in dashboard['panels'] if panel['type'] != 'row']


def queries(dashboard):
    """[(where it stands, query)] of panels, variables and annotations, each with `expr` or `rawSql`."""
    found = [(panel['title'], target) for panel in panels(dashboard) for target in panel['targets']]
    found += [('annotation ' + each['name'], each['target']) for each in dashboard['annotations']['list']]
    return found


def rules():
    """[(file name, rule)]"""
    import yaml
    return [(path.name, rule) for path in sorted((GRAFANA / 'alerts').glob('*.yml'))
            for group in yaml.safe_load(path.read_text())['groups'] for rule in group['rules']]


SELECTOR = re.compile(r'(?<![\w:"])([a-zA-Z_:][\w:]*)(\{(?:[^{}"]|"[^"]*")*\})?(?:\[([^\]]*)\])?')
WORDS = set('''by without on ignoring group_left group_right and or unless bool offset sum max min avg count group topk
    rate irate increase min_over_time time histogram_quantile predict_linear inf nan'''.split())


def selectors(expr):
    """[(metric, matchers, range)] of a PromQL expression, as text. Label lists of by (…), on (…) are no metrics."""
    bare = re.sub(r'\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)', r'\1', expr)
    return [found for found in SELECTOR.findall(bare) if found[0] not in WORDS]


def windows(expr):
    """[(function, range)] of each rate, irate and increase."""
    return re.findall(r'\b(rate|irate|increase)\(\w+(?:\{(?:[^{}"]|"[^"]*")*\})?\[([^\]]*)\]', expr)

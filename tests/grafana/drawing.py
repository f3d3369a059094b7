"""A panel and what its queries answered, as HTML with SVG: the kinds of panel that our dashboards use, and no others."""

import datetime
import html
import math
import re

escape = html.escape
PALETTE = ['#3d71d9', '#e0902f', '#2f9e6e', '#8a5cc2', '#c2456d', '#4aa3b8', '#7a7a2c', '#a0623a', '#5f6b7a']
LETTER, LINE = 7.4, 17  # pixels of the page's font
PAGE = '''<!doctype html><meta charset="utf-8"><style>
body {{ margin: 8px; background: #f4f5f5; font: 12px/1.35 "DejaVu Sans", sans-serif; color: #24292e; position: relative }}
h1 {{ font-size: 20px; margin: 0 }} p {{ margin: 2px 0; color: #5a6169; max-width: 1560px }}
body > div {{ position: absolute; box-sizing: border-box; background: white; border: 1px solid #dcdfe2; overflow: hidden; padding: 6px 8px }}
body > .row {{ background: none; border: none; padding: 6px 0 }} h2 {{ font-size: 14px; margin: 0 }}
h3 {{ font-size: 12px; margin: 0 0 4px; font-weight: bold; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }}
.big {{ font-size: 34px; text-align: center; padding-top: 22px; white-space: nowrap }} .empty {{ color: #8a9097; text-align: center; padding-top: 20px }}
table {{ border-collapse: collapse; width: 100% }} td, th {{ text-align: left; padding: 2px 10px 2px 0; border-bottom: 1px solid #edeff1; white-space: nowrap; font-size: 11px }}
th {{ color: #3d71d9; font-weight: normal }} td.number {{ text-align: right }} th.number {{ text-align: right }}
svg text {{ font-size: 10px; fill: #5a6169 }}
</style>{head}{body}'''


def draw(panel, answers, size):
    body = {'stat': stat, 'bargauge': bar_gauge, 'table': table, 'timeseries': time_series}[panel['type']](panel, answers, size)
    return f'<h3>{escape(panel["title"])}</h3>{body}'


# ---- what Grafana calls field config ----

def override(panel, name, what):
    for each in panel['fieldConfig']['overrides']:
        wanted = each['matcher']['options']
        if re.search(wanted.strip('/'), name) if each['matcher']['id'] == 'byRegexp' else wanted == name:
            for each_property in each['properties']:
                if each_property['id'] == what:
                    return each_property['value']
    return None


def shown_name(panel, name):
    return override(panel, name, 'displayName') or name


def colour_for(panel, name, n):
    fixed = override(panel, name, 'color')
    return fixed['fixedColor'] if fixed else PALETTE[n % len(PALETTE)]


def threshold_colour(panel, value):
    colour = PALETTE[0]
    for step in panel['fieldConfig']['defaults'].get('thresholds', {}).get('steps', []):
        if step['value'] is None or (isinstance(value, (int, float)) and value >= step['value']):
            colour = step['color']
    return colour


def worded(panel, name, value):
    for mapping in override(panel, name, 'mappings') or []:
        if mapping['type'] == 'special':
            if value is None:
                return mapping['options']['result']['text']
            continue
        key = str(value).lower() if isinstance(value, bool) else str(value)
        if key in mapping['options']:
            return mapping['options'][key]['text']
    return None


def text_of(value, unit, decimals=None):
    if value is None:
        return ''
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)[:16].replace('T', ' ') if unit == 'dateTimeAsIso' else str(value).lower() if isinstance(value, bool) else str(value)
    if math.isnan(value):
        return 'NaN'
    if unit == 'percentunit':
        return number(value * 100, decimals) + ' %'
    if unit == 's':
        return seconds(value, decimals)
    if unit == 'bytes':
        for name in ('B', 'KiB', 'MiB', 'GiB', 'TiB'):
            if abs(value) < 1024 or name == 'TiB':
                return f'{number(value, decimals)} {name}'
            value /= 1024
    return number(value, decimals) + {'reqps': ' req/s', 'cps': '/s'}.get(unit, '')


def number(value, decimals):
    if decimals is not None:
        return f'{value:.{decimals}f}'
    return f'{value:.3g}' if abs(value) < 1000 else f'{value:.0f}'


def seconds(value, decimals):
    for size, name in ((86400, 'd'), (3600, 'h'), (60, 'min'), (1, 's')):
        if abs(value) >= size:
            return f'{number(value / size, decimals)} {name}'
    return f'{number(value * 1000, decimals)} ms'


def legend_of(target, metric):
    return re.sub(r'\{\{(\w+)\}\}', lambda label: metric.get(label[1], ''), target['legendFormat']) or 'value'


# ---- panels ----

def stat(panel, answers, _):
    default = panel['fieldConfig']['defaults']
    target, found = answers[0]
    if not found:
        return f'<div class="big" style="color:#8a9097">{escape(default.get("noValue", "No data"))}</div>'
    if 'rawSql' in target:
        value = next(iter(found[0].values()))
    else:
        value = float(found[0]['value'][1])
    if panel['options']['textMode'] == 'name':
        text = ', '.join(legend_of(target, each['metric']) for each in found)
    else:
        text = default.get('noValue', 'No data') if value is None else text_of(value, default['unit'], default.get('decimals'))
    size = 34 if len(text) < 14 else 18
    return f'<div class="big" style="color:{threshold_colour(panel, value)};font-size:{size}px">{escape(text)}</div>'


def bar_gauge(panel, answers, size):
    default = panel['fieldConfig']['defaults']
    bars = [(shown_name(panel, legend_of(target, each['metric'])), legend_of(target, each['metric']), float(each['value'][1]))
            for target, found in answers for each in found]
    if not bars:
        return '<div class="empty">No data</div>'
    largest = max(value for _, _, value in bars) or 1
    step = min(34, (size[1] - 34) / len(bars))
    parts = []
    for n, (name, series, value) in enumerate(sorted(bars)):
        y, room = n * step, size[0] - 250
        fixed = override(panel, series, 'color')
        colour = fixed['fixedColor'] if fixed else threshold_colour(panel, value)
        parts.append(f'<text x="0" y="{y + step / 2 + 3}">{escape(name)}</text><rect x="150" y="{y + 3}" width="{room}" height="{step - 6}" '
                     f'fill="#eef0f2"/><rect x="150" y="{y + 3}" width="{room * value / largest}" height="{step - 6}" fill="{colour}"/>'
                     f'<text x="{size[0] - 92}" y="{y + step / 2 + 3}" style="fill:{colour}">{text_of(value, default["unit"], default.get("decimals"))}</text>')
    return f'<svg width="{size[0] - 18}" height="{size[1] - 30}">{"".join(parts)}</svg>'


def table(panel, answers, size):
    rows = answers[0][1]
    if not rows:
        return '<div class="empty">No data</div>'
    fits = int((size[1] - 52) / 20)
    numbers = {name for row in rows for name, value in row.items() if isinstance(value, (int, float)) and not isinstance(value, bool)}
    lines = []
    for row in rows[:fits]:
        cells = []
        for name, value in row.items():
            text = worded(panel, name, value)
            if text is None:
                text = text_of(value, override(panel, name, 'unit') or 'none', override(panel, name, 'decimals'))
            kind = ' class="number"' if name in numbers else ''
            width = override(panel, name, 'custom.width')
            text = escape(text) if not width or len(text) < width / 6 else escape(text[:int(width / 6)]) + '…'
            cells.append(f'<td{kind}>{text}</td>')
        lines.append('<tr>' + ''.join(cells) + '</tr>')
    head = ''.join(f'<th{" class=number" if name in numbers else ""}>{escape(shown_name(panel, name))}</th>' for name in rows[0])
    more = f'<div class="empty" style="padding:2px">{len(rows) - fits} more rows</div>' if len(rows) > fits else ''
    return f'<table><tr>{head}</tr>{"".join(lines)}</table>{more}'


def series_of(answers):
    """{name: [(time, value)]}"""
    series = {}
    for target, found in answers:
        for each in found:
            if 'rawSql' not in target:
                points = [(float(at), float(value)) for at, value in each['values']]
                series.setdefault(legend_of(target, each['metric']), []).extend(p for p in points if math.isfinite(p[1]))
                continue
            at = datetime.datetime.fromisoformat(each['time']).timestamp()
            for column, value in each.items():
                if column not in ('time', 'metric') and value is not None:
                    series.setdefault(each.get('metric') or column, []).append((at, float(value)))
    return {name: points for name, points in series.items() if points}


def lines_of_legend(panel, series, width):
    letters = sum(len(shown_name(panel, name)) + 5 for name in series)  # with its square and the gap
    return math.ceil(letters * LETTER / (width - 18))


def time_series(panel, answers, size):
    series = series_of(answers)
    default = panel['fieldConfig']['defaults']
    if not series:
        return f'<div class="empty">{escape(default.get("noValue", "No data"))}</div>'
    look = default['custom']
    stacked, bars = look['stacking']['mode'] == 'normal', look['drawStyle'] == 'bars'
    times = sorted({at for points in series.values() for at, _ in points})
    tops = [sum(dict(points).get(at, 0) for points in series.values()) for at in times] if stacked else \
           [value for points in series.values() for _, value in points]
    low = min(default.get('min', 0 if bars else min(tops)), 0 if bars else min(tops)) if 'min' not in default else default['min']
    high = default.get('max', max(tops))
    high = high if high > low else low + 1
    beyond_one_line = LINE * (lines_of_legend(panel, series, size[0]) - 1)
    left, right, top, bottom = 64, size[0] - 40, 6, size[1] - 74 - beyond_one_line
    first, last = times[0], times[-1] if times[-1] > times[0] else times[0] + 1
    apart = min((b - a for a, b in zip(times, times[1:])), default=last - first)
    pad = apart / 2 if bars else 0
    x = lambda at: left + (at - first + pad) / (last - first + 2 * pad) * (right - left)
    y = lambda value: bottom - (value - low) / (high - low) * (bottom - top)
    parts = []
    for n in range(5):
        value = low + (high - low) * n / 4
        parts.append(f'<line x1="{left}" x2="{right}" y1="{y(value)}" y2="{y(value)}" stroke="#e6e8ea"/>'
                     f'<text x="{left - 6}" y="{y(value) + 3}" text-anchor="end">{text_of(value, default["unit"])}</text>')
    for n in range(5):
        at = first + (last - first) * n / 4
        label = f'{at - first:.0f} s' if last - first < 3600 else datetime.datetime.fromtimestamp(at).strftime('%d %b')
        parts.append(f'<text x="{x(at)}" y="{bottom + 14}" text-anchor="middle">{label}</text>')
    base, legend = {at: low for at in times}, []
    width = 0.8 * apart / (last - first + 2 * pad) * (right - left)
    for n, (name, points) in enumerate(sorted(series.items())):
        colour = colour_for(panel, name, n)
        legend.append(f'<span style="white-space:nowrap"><span style="color:{colour}">■</span> {escape(shown_name(panel, name))}</span>')
        if bars:
            each = width if stacked else width / len(series)
            for at, value in points:
                begin = base[at] if stacked else low
                offset = 0 if stacked else (n - (len(series) - 1) / 2) * each
                parts.append(f'<rect x="{x(at) - each / 2 + offset}" y="{y(begin + value - (0 if stacked else low))}" width="{each}" '
                             f'height="{max(y(begin) - y(begin + value - (0 if stacked else low)), 0)}" fill="{colour}"/>')
                base[at] += value if stacked else 0
        elif look['drawStyle'] == 'points' or len(points) == 1:
            parts += [f'<circle cx="{x(at)}" cy="{y(value)}" r="4" fill="{colour}"/>' for at, value in points]
        else:
            parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="' +
                         ' '.join(f'{x(at):.1f},{y(value):.1f}' for at, value in points) + '"/>')
    return f'<svg width="{size[0] - 18}" height="{size[1] - 54 - beyond_one_line}">{"".join(parts)}</svg><div>{" &nbsp; ".join(legend)}</div>'

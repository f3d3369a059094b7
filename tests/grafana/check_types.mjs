// Compiles every dashboard as a TypeScript literal against Grafana's published types: a key that Grafana does not know, a
// word that is none of an option's, a missing field fail. Exit code 77 (skipped) where the packages are not installed.
//
//   node check_types.mjs NODE_MODULES
import { createRequire } from 'node:module';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = resolve(process.argv[2]);
if (!existsSync(join(modules, '@grafana/grafana-foundation-sdk')) || !existsSync(join(modules, 'typescript'))) {
  console.log(`skipped: no @grafana/grafana-foundation-sdk or typescript in ${modules} (scripts/test installs tests/package.json)`);
  process.exit(77);
}
const ts = createRequire(join(modules, 'x.js'))('typescript');

// The types are those of builders: their enums are words in JSON, and their queries carry a method that JSON has not.
const PRELUDE = `
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import type * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type * as table from '@grafana/grafana-foundation-sdk/table';
import type * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
type Json<T> = T extends string ? \`\${T}\` : T extends (infer U)[] ? Json<U>[] :
  T extends object ? { [K in keyof T as K extends \`_\${string}\` ? never : K]: Json<T[K]> } : T;
type Typed<T, Extra> = Omit<Json<T>, keyof Extra> & Extra;
type Sql = { refId: string; datasource: { type: 'grafana-postgresql-datasource'; uid: string };
             rawQuery: true; rawSql: string; editorMode: 'code'; format: 'table' | 'time_series' };
type Target = Json<prometheus.Dataquery> | Sql;
type Field<Custom> = Typed<dashboard.FieldConfigSource, { defaults: Typed<dashboard.FieldConfig, { custom?: Custom }> }>;
type Panel<Type, Options, Custom> =
  Typed<dashboard.Panel, { type: Type; targets: Target[]; options: Json<Options>; fieldConfig: Field<Custom> }>;
type Time = Panel<'timeseries', timeseries.Options, Partial<Json<timeseries.FieldConfig>>>;
type Stat = Panel<'stat', stat.Options, never>;
type Bars = Panel<'bargauge', bargauge.Options, never>;
type Table = Panel<'table', Partial<table.Options>, Partial<Json<table.FieldConfig>>>;
type Row = Json<dashboard.RowPanel>;
type Variable = Json<dashboard.VariableModel>;
type Annotation = Typed<dashboard.AnnotationQuery, { target: Sql }>;
type Frame = Typed<dashboard.Dashboard, { panels: []; templating: { list: [] }; annotations: { list: [] } }>;
`;
const TYPE_OF_PANEL = { timeseries: 'Time', stat: 'Stat', bargauge: 'Bars', table: 'Table', row: 'Row' };

function literals(name, dashboard) {
  const lines = [];
  const declare = (what, type, value) => lines.push(`const ${what}: ${type} = ${JSON.stringify(value)};`);
  const stem = name.replace(/\W/g, '_');
  declare(`${stem}_frame`, 'Frame', { ...dashboard, panels: [], templating: { list: [] }, annotations: { list: [] } });
  dashboard.panels.forEach((panel) => declare(`${stem}_panel_${panel.id}`, TYPE_OF_PANEL[panel.type], panel));
  dashboard.templating.list.forEach((each) => declare(`${stem}_variable_${each.name}`, 'Variable', each));
  dashboard.annotations.list.forEach((each, n) => declare(`${stem}_annotation_${n}`, 'Annotation', each));
  return lines;
}

/// What the compiler says of a source that begins with the prelude.
function complaints(lines) {
  const folder = mkdtempSync(join(tmpdir(), 'clearwell-types-'));
  try {
    symlinkSync(modules, join(folder, 'node_modules'));
    const file = join(folder, 'dashboards.ts');
    writeFileSync(file, PRELUDE + lines.join('\n') + '\nexport {};\n');
    const program = ts.createProgram([file], { strict: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [] });
    return ts.getPreEmitDiagnostics(program).map((each) => {
      const at = each.file?.getLineAndCharacterOfPosition(each.start);
      const where = at ? each.file.text.split('\n')[at.line].slice(0, 60) : '';
      return `${where}… ${ts.flattenDiagnosticMessageText(each.messageText, '\n')}`;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../grafana/dashboards');
const dashboards = readdirSync(folder).map((name) => [name, JSON.parse(readFileSync(join(folder, name)))]);
const lines = dashboards.flatMap(([name, dashboard]) => literals(name, dashboard));

// Faults that the types must find, so that a silent success of the compiler is none of ours.
const panel = dashboards[0][1].panels.find((each) => each.type === 'timeseries');
const faults = [
  ['a misspelled key', 'Time', { ...panel, titel: 'x' }],
  ['an option that is none', 'Time', { ...panel, options: { ...panel.options, tooltip: { mode: 'mutli', sort: 'desc' } } }],
  ['a field setting that is none', 'Time',
    { ...panel, fieldConfig: { ...panel.fieldConfig, defaults: { unit: 's', custom: { drawStyle: 'line', lineWdth: 1 } } } }],
  ['a query without its text', 'Time', { ...panel, targets: [{ refId: 'A', datasource: panel.datasource, rawQuery: true }] }],
];
faults.forEach(([, type, value], n) => lines.push(`const fault_${n}: ${type} = ${JSON.stringify(value)};`));

const said = complaints(lines);
const missed = faults.filter((_, n) => !said.some((each) => each.startsWith(`const fault_${n}:`)));
const real = said.filter((each) => !each.startsWith('const fault_'));
for (const [what] of missed) console.log(`the types do not find ${what}`);
for (const each of real) console.log(each);
console.log(`${lines.length - faults.length} parts of ${dashboards.length} dashboards, ${real.length} complaints`);
process.exit(missed.length + real.length === 0 ? 0 : 1);

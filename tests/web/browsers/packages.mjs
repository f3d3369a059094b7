// The tests' Node packages, where scripts/bootstrap --tests installs them.
import {existsSync} from 'node:fs';
import {createRequire} from 'node:module';

const tools = new URL('../../../build/test-tools/node/', import.meta.url);

/** Where a file of one of the packages lies. */
export const packageFile = (name, file) => new URL(`node_modules/${name}/${file}`, tools);

export const playwright = () => createRequire(tools)('playwright-core');

/** Which of the programs and of the packages that a browser test needs are not there; empty when all are. */
export const whatIsMissing = (...programs) => {
  const missing = programs.filter((program) => !existsSync(program));
  missing.push(...['playwright-core', 'axe-core'].filter((name) => !existsSync(packageFile(name, ''))));
  return missing.length ? `${missing.join(' and ')} missing` : '';
};

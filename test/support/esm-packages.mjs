import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the installed packages that ship ES modules only as .js files, which Jest's CommonJS mode must compile. */
export function esmPackages(nodeModules) {
  const found = new Set();
  for (const folder of packageFolders(nodeModules)) {
    const path = join(nodeModules, folder);
    if (isModule(join(path, 'package.json'))) found.add(folder);
    for (const nested of packageFolders(join(path, 'node_modules'))) {
      if (isModule(join(path, 'node_modules', nested, 'package.json'))) found.add(nested);
    }
  }
  return [...found];
}

function packageFolders(folder) {
  return list(folder).flatMap((name) => {
    if (name.startsWith('.')) return [];
    return name.startsWith('@') ? list(join(folder, name)).map((inner) => `${name}/${inner}`) : [name];
  });
}

function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isModule(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).type === 'module';
  } catch {
    return false;
  }
}

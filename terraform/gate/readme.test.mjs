import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { blocks, DOCUMENTED, renewed } from './readme.mjs';
import { MODULES, ROOT } from './toolchain.mjs';

for (const module of DOCUMENTED) {
  test(`the tables of ${module} say what its files say`, () => {
    const { text, wanted } = renewed(module);
    assert.equal(text, wanted, 'node terraform/gate/readme.mjs repairs it');
  });
}

test('each folder with Terraform in it is tested and documented', () => {
  const folders = readdirSync(join(ROOT, 'terraform'), { recursive: true })
    .filter((path) => !path.includes('.terraform') && path.endsWith('main.tf'))
    .map((path) => path.slice(0, -'/main.tf'.length) || '.');
  assert.deepEqual(folders.sort(), [...MODULES].sort());
  assert.deepEqual(folders.sort(), [...DOCUMENTED].sort());
});

test('a block is read as terraform fmt leaves it', () => {
  const text = 'variable "a" {\n  type = object({\n    b = optional(number, 2)\n  })\n  default = {}\n\n  validation {\n    condition = true\n  }\n}\n';
  const [block] = blocks(text, 'variable');
  assert.equal(block.name, 'a');
  assert.deepEqual(Object.fromEntries(block.arguments), { type: 'object({\n  b = optional(number, 2)\n})', default: '{}' });
});

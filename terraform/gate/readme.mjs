// node terraform/gate/readme.mjs: writes the tables of inputs and outputs into each module's README.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TERRAFORM = fileURLToPath(new URL('..', import.meta.url));
export const DOCUMENTED = ['.', 'modules/function', 'modules/media-node', 'examples/minimal', 'examples/complete'];

/** The blocks of a file as `terraform fmt` leaves it: at the margin they begin and end, two blanks in are their arguments. */
export function blocks(text, kind) {
  const found = [];
  let block;
  for (const line of text.split('\n')) {
    const head = line.match(/^(\w+) "([^"]+)" \{$/);
    if (head?.[1] === kind) {
      block = { name: head[2], arguments: new Map() };
      found.push(block);
    } else if (line === '}') {
      block = undefined;
    } else if (block) {
      read(line, block);
    }
  }
  return found;
}

function read(line, block) {
  const argument = line.match(/^ {2}(\w+)\s*=\s*(.*)$/);
  if (argument) {
    block.last = argument[1];
    block.arguments.set(block.last, argument[2]);
  } else if (/^ {2}\w+ \{$/.test(line) || line === '') {
    block.last = undefined;
  } else if (block.last) {
    block.arguments.set(block.last, `${block.arguments.get(block.last)}\n${line.slice(2)}`);
  }
}

export function tables(module) {
  const read = (file) => readFileSync(join(TERRAFORM, module, file), 'utf8');
  const inputs = blocks(read('variables.tf'), 'variable').map((input) => [
    code(input.name),
    typeOf(input),
    input.arguments.has('default') ? code(input.arguments.get('default')) : 'needed',
    words(input),
  ]);
  const outputs = blocks(read('outputs.tf'), 'output').map((output) => [code(output.name), words(output)]);
  return [
    table(['input', 'type', 'default', 'meaning'], inputs),
    table(['output', 'meaning'], outputs),
  ].join('\n\n');
}

/** Of an object its members, one after the other; of an object in it no more than that it is one. */
function typeOf(input) {
  const type = input.arguments.get('type');
  if (!type.startsWith('object(')) return code(type);
  const lines = type.includes('\n') ? type.split('\n').slice(1, -1) : type.slice('object({'.length, -'})'.length).split(',');
  const members = lines.map((line) => line.match(/^ {1,2}(\w+)\s*=\s*(?:optional\(.+?, (.+)\)|(.+?)) ?$/));
  return `object: ${members.map(([, name, otherwise, kind]) => code(otherwise ? `${name} = ${otherwise}` : `${name}: ${kind}`)).join(', ')}`;
}

function words(block) {
  const text = block.arguments.get('description');
  if (!text) throw new Error(`${block.name} has no description`);
  return JSON.parse(text).replaceAll('|', '\\|');
}

function code(text) {
  return `\`${text.replaceAll('|', '\\|').replace(/\s+/g, ' ')}\``;
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

const BEGIN = '<!-- made by gate/readme.mjs -->';
const END = '<!-- end -->';

/** The README with its tables as they should be. */
export function renewed(module) {
  const text = readFileSync(join(TERRAFORM, module, 'README.md'), 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${module}/README.md has no place for the tables: ${BEGIN} … ${END}`);
  return { text, wanted: `${before}${BEGIN}\n\n${tables(module)}\n\n${END}${after}` };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const module of DOCUMENTED) writeFileSync(join(TERRAFORM, module, 'README.md'), renewed(module).wanted);
}

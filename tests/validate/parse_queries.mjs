// Reads [{id, language, query}, …] from standard input and writes the ones their own grammar refuses, as
// [{id, at, text}, …]. Variables must have been replaced before.
import { parser as promql } from '@prometheus-io/lezer-promql';
import { parser as traceql } from '@grafana/lezer-traceql';
import { parser as logql } from '@grafana/lezer-logql';

const parsers = { promql, traceql, logql };
let input = '';
for await (const chunk of process.stdin) input += chunk;

const refused = [];
for (const { id, language, query } of JSON.parse(input)) {
  let at = query.trim() === '' ? 0 : -1;
  parsers[language].parse(query).iterate({ enter: (node) => { if (node.type.isError && at < 0) at = node.from; } });
  if (at >= 0) refused.push({ id, at, text: query.slice(Math.max(0, at - 20), at + 20) });
}
process.stdout.write(JSON.stringify(refused));

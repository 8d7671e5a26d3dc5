import type { DemoFacts } from '../demo/demo-state.js';

export interface Screen {
  readonly baseUrl: string;
  readonly facts: DemoFacts | null;
  readonly lan: boolean;
  readonly logs: string;
}

/** The one screen a start ends with: where to look, who to be, how to redeem from here. */
export function printScreen({ baseUrl, facts, lan, logs }: Screen): void {
  const lines = [
    '',
    '南昌职工卡 · Nanchang Worker Card',
    '',
    `  worker    ${baseUrl}/worker/`,
    `  merchant  ${baseUrl}/merchant/`,
    `  console   ${baseUrl}/console/`,
    `  API       ${baseUrl}/docs`,
    '',
  ];
  if (facts) lines.push(...demoLines(facts));
  else lines.push('  The first officer:  npm run admin -- create --username NAME', '');
  if (lan) lines.push('  Phones will warn about the certificate once: it was made on this machine.', '');
  lines.push(`  Logs: ${logs}   Stop: Ctrl-C`, '');
  process.stdout.write(`${lines.join('\n')}\n`);
}

function demoLines(facts: DemoFacts): string[] {
  const logins = facts.logins.map(({ role, username, password, totpSecret, proof }) => {
    const name = `    ${role.padEnd(20)} ${username.padEnd(18)}`;
    if (password === undefined) return `${name} code on the page; last six of the ID number ${proof ?? ''}`;
    return `${name} ${password.padEnd(36)}${totpSecret ? ` TOTP ${totpSecret}` : ''}`;
  });
  const card = facts.members.find((member) => member.cardNo !== null)?.cardNo ?? '';
  return [
    '  Demo logins (the sign-in page of the console shows the TOTP code)',
    ...logins,
    '',
    '  Redeem from the terminal',
    `    npm run -s pos -- redeem --card ${card} --amount-fen 15800`,
    ...facts.plastic
      .slice(0, 1)
      .map(
        ({ cardNo, pin }) =>
          `    npm run -s pos -- redeem --card ${cardNo} --kind s --pin ${pin} --amount-fen 15800   (a plastic card)`,
      ),
    '',
  ];
}

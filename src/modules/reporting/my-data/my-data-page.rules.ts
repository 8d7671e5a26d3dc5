/** A file of one's own data as people read it: one page, no scripts, nothing fetched from anywhere. */
export interface DataFile {
  readonly madeAt: string;
  readonly numbers: { readonly idNumber: string; readonly phone: string | null };
  readonly sections: readonly {
    readonly key: string;
    readonly zh: string;
    readonly en: string;
    readonly fields: readonly { readonly key: string; readonly zh: string; readonly en: string }[];
    readonly rows: readonly Readonly<Record<string, string | number | boolean | null>>[];
  }[];
}

const STYLE = `body{font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:960px;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
table{border-collapse:collapse;width:100%;font-size:14px}th,td{border:1px solid #ccc;padding:4px 8px;text-align:left;vertical-align:top}
small{color:#555;font-weight:400}div{overflow-x:auto}`;

export function renderDataPage({ madeAt, numbers, sections }: DataFile): string {
  const own = `<p>身份证号 <small>ID number</small>：${escape(numbers.idNumber)}<br>手机号 <small>Phone</small>：${escape(numbers.phone ?? '—')}</p>`;
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>我的数据</title><style>${STYLE}</style></head><body><h1>我的数据 <small>My data</small></h1>
<p>南昌职工卡 · ${escape(madeAt)}</p>${own}${sections.map(renderSection).join('')}</body></html>`;
}

function renderSection({ zh, en, fields, rows }: DataFile['sections'][number]): string {
  const title = `<h2>${escape(zh)} <small>${escape(en)}</small></h2>`;
  if (rows.length === 0) return `${title}<p>没有记录 <small>Nothing</small></p>`;
  const head = fields.map((one) => `<th>${escape(one.zh)} <small>${escape(one.en)}</small></th>`).join('');
  const body = rows
    .map((row) => `<tr>${fields.map(({ key }) => `<td>${escape(textOf(row[key]))}</td>`).join('')}</tr>`)
    .join('');
  return `${title}<div><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function textOf(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '—';
  if (typeof value === 'boolean') return value ? '是 / yes' : '否 / no';
  return String(value);
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);
}

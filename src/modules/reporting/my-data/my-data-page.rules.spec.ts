import { renderDataPage } from './my-data-page.rules.js';

const file = (rows: readonly Record<string, string | boolean | null>[]) => ({
  madeAt: '2026-11-25T09:00:00+08:00',
  numbers: { idNumber: '360102198503040018', phone: '13800000001' },
  sections: [
    {
      key: 'lists',
      zh: '所在名单',
      en: 'Lists you are on',
      fields: [
        { key: 'name', zh: '名单', en: 'List' },
        { key: 'given', zh: '同意', en: 'Given' },
      ],
      rows,
    },
  ],
});

describe('the readable file of one’s own data', () => {
  it('shows every row under its titles in both languages', () => {
    const page = renderDataPage(file([{ name: '骑手', given: true }]));
    for (const text of ['骑手', '是 / yes', '所在名单', 'Lists you are on', '360102198503040018', '13800000001'])
      expect(page).toContain(text);
  });

  it('runs nothing that somebody wrote into a name', () => {
    const page = renderDataPage(file([{ name: '<script>alert("x")</script>&\'', given: null }]));
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;');
    expect(page).toContain('<td>—</td>');
  });

  it('says so where there is nothing', () => {
    expect(renderDataPage(file([]))).toContain('没有记录');
  });
});

import { changeLanguage, init } from 'i18next';
import { valueText } from './campaign-words.js';

describe('a category in the words of a campaign', () => {
  const names = { 'memberCategory:HARDSHIP': '困难职工家庭', 'memberCategory:GROUP_ABC': '大病职工' };
  const said = (category: string): string =>
    valueText('tier', { as: 'NAMED', of: 'memberCategory', id: category }, names);

  beforeAll(async () => {
    const words = {
      category: { HARDSHIP: '困难职工' },
      level: { DEEP: '深度困难' },
      words: { withLevel: '{{name}}（{{level}}）' },
    };
    const english = { ...words, category: { HARDSHIP: 'Workers in hardship' } };
    const resources = { 'zh-CN': { translation: words }, 'en-US': { translation: english } };
    await init({ lng: 'zh-CN', resources });
  });

  it('is called as officers call it now, whatever the page called it first', () => {
    expect([said('HARDSHIP'), said('HARDSHIP:DEEP'), said('GROUP_ABC')]).toEqual([
      '困难职工家庭',
      '困难职工家庭（深度困难）',
      '大病职工',
    ]);
  });

  it('has its English name where the texts know one', async () => {
    await changeLanguage('en-US');
    expect([said('HARDSHIP'), said('GROUP_ABC')]).toEqual(['Workers in hardship', '大病职工']);
  });
});

import { decideLabel } from './label.rules.js';

describe('a label', () => {
  it.each([
    '困难职工满减',
    '帮扶金',
    '大病救助',
    '低保户',
    '特困家庭补贴',
    '劳模专享',
    '单亲妈妈',
    '残疾人优惠',
    '农民工返乡车票',
    '春节慰问券',
    '贫困学子助学',
    '骑手专享',
    '失独家庭',
    '环卫工早餐',
    'hardship aid',
  ])('must not tell the group: %s', (label) => {
    expect(decideLabel(label).allowed).toBe(false);
  });

  it.each([
    ['spaced out', '困 难 职 工'],
    ['with signs between', '困·难、职★工'],
    ['with invisible characters between', '困\u200b难\u2060职工'],
    ['in brackets', '【困】【难】'],
    ['traditional', '困難職工'],
    ['traditional in part', '幫扶金'],
    ['traditional', '單親媽媽禮券'],
    ['traditional', '農民工專場'],
    ['full-width letters', 'ｈａｒｄｓｈｉｐ'],
    ['letters in circles', 'ⓁⒶⓄⓂⓄ'],
    ['pinyin', 'Kunnan zhigong'],
    ['pinyin with tones', 'kùn nán zhí gōng'],
    ['pinyin with hyphens', 'di-bao'],
    ['English, two words', 'Low income support'],
    ['English, small words', 'for the poor'],
    ['English, spaced out', 'h a r d s h i p'],
  ])('must not tell the group either when written %s: %s', (_how, label) => {
    expect(decideLabel(label).allowed).toBe(false);
  });

  it.each([
    '职工卡周末满减',
    '节日礼遇',
    '节日福利',
    '冬日礼券',
    '冬日暖心礼遇',
    '夏日清凉礼包',
    '健康体检',
    '两癌筛查',
    '职工夏日专场',
    '大家都有病虫害防治',
    '降低保费满减',
    '安心购药满 50 减 25',
    '出行立减 10 元',
    '学技能立减 10%',
    '金秋书香券',
    '就业服务周',
    '十元观影',
    'Poorly lit, richly read: book night',
    'Spring welcome 20 off',
  ])('may say %s', (label) => {
    expect(decideLabel(label)).toEqual({ allowed: true });
  });

  it('says which word it was', () => {
    expect(decideLabel('困 難 职工')).toEqual({ allowed: false, word: '困难' });
  });
});

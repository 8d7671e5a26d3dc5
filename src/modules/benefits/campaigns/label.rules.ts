/**
 * Words that tell why a person is eligible. Whoever stands at the till reads the label, so none of them may be in it. Each is a word
 * that names a group or the aid given to one; what only names a season, a good or a feeling (暖心, 健康, 礼遇) is welcome.
 */
const TELLING_WORDS = (
  '困难 贫困 特困 深困 困境 贫穷 清贫 穷苦 低保 五保 低收入 零就业 边缘户 帮扶 扶贫 帮困 助困 济困 解困 脱困 脱贫 致困 致贫 因病 纾困 慰问 ' +
  '救助 救济 临时救 大病 重病 重疾 绝症 尿毒症 白血病 尘肺 患病 病患 患者 工亡 残疾 残障 伤残 致残 智障 聋哑 盲人 单亲 丧偶 寡妇 离异 ' +
  '失独 孤寡 孤老 孤儿 留守 遗属 失业 下岗 待业 劳模 劳动模范 农民工 进城务工 外来务工 新就业 灵活就业 骑手 外卖员 外卖小哥 快递员 快递小哥 网约车 ' +
  '环卫工 建档 弱势'
).split(' ');

/** The same in the letters a keyboard offers: pinyin of those that mean nothing else, and English. */
const TELLING_LETTERS = (
  'KUNNAN PINKUN TEKUN DIBAO BANGFU JIUZHU CANJI DANQIN NONGMINGONG LAOMO WEIWEN XIAGANG FUPIN ' +
  'HARDSHIP POVERTY IMPOVERISHED INDIGENT DESTITUTE LOWINCOME UNDERPRIVILEGED DISADVANTAGED DISABLED DISABILITY HANDICAPPED ' +
  'UNEMPLOYED LAIDOFF SINGLEMOTHER SINGLEPARENT MIGRANTWORKER MODELWORKER CHARITY WELFARERECIPIENT SUBSISTENCE'
).split(' ');
/** Too short to be looked for inside other words. */
const TELLING_ALONE = /\b(?:POOR|NEEDY|WIDOWS?|ORPHANS?|MIGRANTS?|RIDERS?)\b/;

/** What holds one of the words by accident: 降低保费 lowers a premium and speaks of nobody. */
const INNOCENT = ['降低保', '最低保价'];

/** The traditional form of every character used above, so that 困難 is read as 困难. */
const TRADITIONAL = new Map(
  (
    '难難 贫貧 穷窮 边邊 缘緣 户戶 帮幫 济濟 脱脫 问問 临臨 时時 绝絕 尘塵 残殘 伤傷 聋聾 哑啞 单單 亲親 丧喪 妇婦 离離 异異 独獨 儿兒 遗遺 属屬 ' +
    '业業 岗崗 劳勞 动動 范範 农農 务務 进進 来來 灵靈 骑騎 卖賣 员員 递遞 网網 约約 车車 环環 卫衛 档檔 势勢 困睏 纾紓'
  )
    .split(' ')
    .map((pair) => [pair.slice(1), pair.slice(0, 1)] as const),
);

export type LabelDecision = { readonly allowed: true } | { readonly allowed: false; readonly word: string };

/** Full-width becomes half-width, capitals capitals, an accent its letter, a traditional character its simplified one. */
function plain(text: string): string {
  const letters = text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toUpperCase();
  return letters.replaceAll(/\p{Script=Han}/gu, (each) => TRADITIONAL.get(each) ?? each);
}

/** Refuses a label that names a group of people, also when it is spaced out, full-width, traditional, in pinyin or in English. */
export function decideLabel(label: string): LabelDecision {
  const said = plain(label);
  // Whatever is neither letter nor digit may have been put between the characters to hide the word.
  let squeezed = said.replaceAll(/[^\p{L}\p{N}]+/gu, '');
  for (const innocent of INNOCENT) squeezed = squeezed.replaceAll(innocent, ' ');
  const word =
    [...TELLING_WORDS, ...TELLING_LETTERS].find((each) => squeezed.includes(each)) ?? TELLING_ALONE.exec(said)?.[0];
  return word === undefined ? { allowed: true } : { allowed: false, word };
}

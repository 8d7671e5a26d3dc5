/** Words that tell why a person is eligible. Whoever stands at the till reads the label, so none of them may be in it. */
const TELLING_WORDS = (
  '困难 贫困 特困 低保 帮扶 扶贫 救助 救济 解困 脱困 致困 大病 重病 患病 病患 残疾 单亲 丧偶 孤寡 孤儿 遗属 失业 下岗 待业 ' +
  '劳模 劳动模范 农民工 新就业 灵活就业 骑手 外卖员 快递员 网约车 建档 弱势 HARDSHIP POVERTY DISABLED'
).split(' ');

export type LabelDecision = { readonly allowed: true } | { readonly allowed: false; readonly word: string };

/** Refuses a label that names a group of people, also when it is spaced out, full-width or in small letters. */
export function decideLabel(label: string): LabelDecision {
  const squeeze = (text: string): string =>
    text
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[\s\p{P}\p{S}\p{Cf}]+/gu, '');
  const squeezed = squeeze(label);
  const word = TELLING_WORDS.find((each) => squeezed.includes(squeeze(each)));
  return word === undefined ? { allowed: true } : { allowed: false, word };
}

/** Trades as the census names them, with the words such companies carry in their names. */
export const INDUSTRIES: readonly (readonly [string, readonly string[]])[] = [
  ['电子信息', ['电子', '光电科技', '半导体', '通信技术', '智能科技']],
  ['汽车及零部件', ['汽车零部件', '汽车电子', '车桥', '模具']],
  ['生物医药', ['制药', '生物科技', '医疗器械', '药业']],
  ['食品', ['食品', '粮油', '乳业', '饮料']],
  ['纺织服装', ['纺织', '服饰', '针织', '制衣']],
  ['新材料', ['新材料', '铜业', '铝业', '化工']],
  ['机电制造', ['机械', '电机', '电缆', '精密制造']],
  ['航空制造', ['航空部件', '航空装备']],
  ['物流', ['物流', '供应链管理', '冷链']],
  ['软件和服务', ['软件', '信息技术', '人力资源服务', '物业服务']],
  ['建材家居', ['建材', '家居', '门窗', '陶瓷']],
  ['包装印刷', ['包装', '印务', '纸业']],
];

export const BRAND_FIRST: readonly string[] = Array.from(
  '华宏瑞鑫恒安泰昌赣润天金盛汇康联弘正兴嘉晶欣博远凯信佳德明隆益鹏立科永顺丰源万',
);
export const BRAND_SECOND: readonly string[] = Array.from(
  '达源通泰丰华洋诚宇辉光业创腾润邦星森远航图力美特能升海阳雅胜田川峰',
);

/** In which district each park lies. */
export const PARK_DISTRICTS: Readonly<Record<string, string>> = {
  A: '360111',
  B: '360112',
  C: '360121',
  D: '360123',
  E: '360124',
  F: '360112',
  G: '360104',
  H: '360113',
  I: '360103',
};

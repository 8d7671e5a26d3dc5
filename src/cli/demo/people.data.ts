/** Surnames with their rough share in Jiangxi, per thousand; the rest stands for the long tail. */
export const SURNAMES: readonly (readonly [string, number])[] = (
  '刘 72 陈 56 黄 49 王 46 李 45 张 40 吴 37 周 34 胡 33 徐 32 罗 31 熊 27 杨 26 万 25 邓 22 曾 21 谢 20 钟 19 涂 18 彭 18 ' +
  '肖 17 余 16 曹 16 郭 15 赖 15 朱 14 林 14 何 13 廖 13 汪 12 叶 12 程 12 江 11 邱 11 袁 11 邹 10 龚 10 付 10 夏 10 严 9 ' +
  '欧阳 8 陶 8 桂 8 闵 8 喻 8 魏 7 梅 7 饶 7 詹 7 高 7 许 7 丁 6 聂 6 戴 6 章 6 舒 6 孙 6 宋 5 卢 5 游 5 樊 5 洪 5 龙 5 ' +
  '杜 4 赵 4 温 4 甘 4 尹 4 姚 4 雷 4 蔡 4 方 4 田 3 金 3 贺 3 上官 2 谌 2 揭 2 况 2 晏 2 占 2 辜 1 司马 1'
)
  .split(' ')
  .reduce<[string, number][]>((list, part, index) => {
    if (index % 2 === 0) list.push([part, 0]);
    else list[list.length - 1] = [list.at(-1)?.[0] ?? part, Number(part)];
    return list;
  }, []);

export const FEMALE_CHARACTERS: readonly string[] = Array.from(
  '丽娟敏静秀芳燕玲红梅霞娜婷雪琴萍莉兰英慧洁艳菊桂凤珍翠云莲香琳欣怡佳悦颖倩蓉媛瑶思雨晨诗涵梦露春华玉淑雯晓彤紫萱芬惠素青菲蕾薇',
);

export const MALE_CHARACTERS: readonly string[] = Array.from(
  '伟强军勇磊涛超明杰鹏辉刚斌波飞平华建国文志海东林峰浩宇俊凯健新民生亮龙成康星光天达安岩中茂进有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江',
);

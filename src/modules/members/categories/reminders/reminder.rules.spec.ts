import { isTextingHour, reminderText } from './reminder.rules.js';

describe('a text about what ends', () => {
  it('goes out between nine and eight o’clock', () => {
    const at = (time: string) => isTextingHour(Date.parse(`2026-11-26T${time}+08:00`));
    expect([at('08:59:59.999'), at('09:00:00.000'), at('19:59:59.999'), at('20:00:00.000')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('says when, and not what', () => {
    expect(reminderText('2027-01-05')).toBe('【南昌职工卡】您的一项待遇将于2027年1月5日到期，请登录职工卡页面查看。');
  });
});

import { isWeakPassword } from './password.rules.js';

describe('which passwords are refused', () => {
  it.each([
    ['eleven signs', 'k8$vQz!m2Rt'],
    ['one sign repeated', 'aaaaaaaaaaaaaa'],
    ['few different signs', 'abababcbabab'],
    ['a repeated unit', 'Kd7!Kd7!Kd7!Kd7!'],
    ['a run of digits', '123456789012'],
    ['a run backwards', '210987654321'],
    ['a keyboard run', 'qwertyuiopas'],
    ['columns of a keyboard', '1qaz2wsx3edc'],
    ['a common word with trimmings', 'Password2017!'],
    ['a common word twice and a year', 'adminadmin2017'],
    ['the city with a year', 'Nanchang2017!!'],
    ['the username with digits', 'li.xiaohong-2017'],
    ['a full-width common word', 'ｐａｓｓｗｏｒｄ２０１７'],
  ])('refuses %s', (_what, password) => {
    expect(isWeakPassword(password, 'li.xiaohong')).toBe(true);
  });

  it.each([
    ['twelve mixed signs', 'k8$vQz!m2RtW'],
    ['a sentence', 'correct horse battery staple'],
    ['a Chinese sentence', '滕王高阁临江渚佩玉鸣鸾罢歌舞'],
    ['random digits', '849201736458203'],
    ['a common word among others', 'my-password-is-a-long-sentence'],
  ])('takes %s', (_what, password) => {
    expect(isWeakPassword(password, 'li.xiaohong')).toBe(false);
  });

  it('refuses what is longer than anybody types', () => {
    expect(isWeakPassword('k8$vQz!m2RtW'.repeat(30), 'somebody')).toBe(true);
  });
});

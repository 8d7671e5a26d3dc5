import { readHolidayLines, writeHolidayLines } from './holiday-lines.js';

describe('a pasted arrangement of holidays', () => {
  it('is read line by line, in the order of the days', () => {
    expect(readHolidayLines('2027-02-17 春节 放假\r\n\n2027-02-14 春节 上班\n2027-05-01 劳动节 休息')).toEqual({
      days: [
        { dateOn: '2027-02-14', name: '春节', kind: 'WORKDAY' },
        { dateOn: '2027-02-17', name: '春节', kind: 'HOLIDAY' },
        { dateOn: '2027-05-01', name: '劳动节', kind: 'RESTDAY' },
      ],
      wrong: [],
    });
  });

  it('is read as people write dates and signs', () => {
    const { days, wrong } = readHolidayLines(
      '2027/2/7，春节，放假\n2027年2月8日 春节 假期 节假日\n２０２７-02-09\t春节\t放假',
    );
    expect(wrong).toEqual([]);
    expect(days.map(({ dateOn, name }) => `${dateOn} ${name}`)).toEqual([
      '2027-02-07 春节',
      '2027-02-08 春节 假期',
      '2027-02-09 春节',
    ]);
  });

  it('names every line it cannot read, and takes none of it for a day', () => {
    const { days, wrong } = readHolidayLines('放假安排\n2027-02-30 春节 放假\n2027-02-17 放假\n2027-02-18 春节 大概');
    expect({ days, wrong }).toEqual({ days: [], wrong: [1, 2, 3, 4] });
  });

  it('counts a day said twice as it was said last', () => {
    expect(readHolidayLines('2027-02-17 春节 放假\n2027-02-17 春节 上班').days).toEqual([
      { dateOn: '2027-02-17', name: '春节', kind: 'WORKDAY' },
    ]);
  });

  it('is written as it is read', () => {
    const { days } = readHolidayLines('2027-02-14 春节 上班\n2027-02-17 春节 放假');
    expect(readHolidayLines(writeHolidayLines(days)).days).toEqual(days);
  });
});

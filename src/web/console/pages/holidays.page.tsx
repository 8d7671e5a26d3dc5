import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Modal, Popconfirm, Radio, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DAY_KINDS } from '../../../modules/benefits/campaigns/campaign.schemas.js';
import { shanghaiParts } from '../../../shared/time.js';
import { useQueryParams } from '../../shared/router.js';
import { serverNow } from '../../shared/server-clock.js';
import { Loaded } from '../../shared/ui/states.js';
import { getHolidays, putHolidays, type Holiday } from '../api/holidays.js';
import styles from '../console.module.css';
import { readHolidayLines, writeHolidayLines } from '../holiday-lines.js';
import { HolidayCalendar } from '../holiday-year.js';
import { useAction } from '../use-action.js';
import { useMay } from '../use-may.js';

interface Saving {
  readonly year: number;
  readonly days: readonly Holiday[];
}
const useSave = (said: string, done: () => void) =>
  useAction(({ year, days }: Saving) => putHolidays({ year, days: [...days] }), { said, done });

interface DialogProps {
  readonly year: number;
  readonly days: readonly Holiday[];
  readonly close: () => void;
}

/** One day: what it is instead of what its weekday says. */
function DayModal({ year, days, dateOn, close }: DialogProps & { readonly dateOn: string }) {
  const { t } = useTranslation();
  const before = days.find((day) => day.dateOn === dateOn);
  const [form] = Form.useForm<Pick<Holiday, 'kind' | 'name'>>();
  const saved = useSave(t('holidays.saved'), close);
  const others = days.filter((day) => day.dateOn !== dateOn);
  return (
    <Modal
      open
      title={dateOn}
      onCancel={close}
      footer={
        <Space wrap>
          {before ? (
            <Button danger onClick={() => saved.mutate({ year, days: others })}>
              {t('holidays.clearDay')}
            </Button>
          ) : null}
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button type="primary" loading={saved.isPending} onClick={() => form.submit()}>
            {t('holidays.save')}
          </Button>
        </Space>
      }
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={before ?? { kind: 'HOLIDAY', name: '' }}
        onFinish={(given) => saved.mutate({ year, days: [...others, { ...given, dateOn }] })}
      >
        <Form.Item name="kind" label={t('holidays.kind')}>
          <Radio.Group options={DAY_KINDS.map((kind) => ({ value: kind, label: t(`why.dayKind.${kind}`) }))} />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('holidays.name')}
          rules={[{ required: true, whitespace: true, message: t('holidays.nameMissing') }]}
        >
          <Input maxLength={50} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** A whole year as it is announced, pasted a day a line. */
function PasteModal({ year, days, close }: DialogProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(writeHolidayLines(days));
  const read = readHolidayLines(text);
  const elsewhere = read.days.filter(({ dateOn }) => !dateOn.startsWith(`${year}-`)).length;
  const saved = useSave(t('holidays.saved'), close);
  const isWrong = read.wrong.length > 0 || elsewhere > 0;
  return (
    <Modal
      open
      title={t('holidays.paste', { year })}
      onCancel={close}
      okText={t('holidays.replace', { days: read.days.length })}
      okButtonProps={{ disabled: read.days.length === 0 || isWrong }}
      confirmLoading={saved.isPending}
      onOk={() => saved.mutate({ year, days: read.days })}
    >
      <p>{t('holidays.pasteWhy')}</p>
      <label htmlFor="holiday-lines">{t('holidays.lines')}</label>
      <Input.TextArea
        id="holiday-lines"
        rows={12}
        placeholder={`${year}-01-01 元旦 放假`}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {isWrong ? (
        <Alert
          type="warning"
          showIcon
          title={
            read.wrong.length > 0
              ? t('holidays.wrongLines', { lines: read.wrong.slice(0, 10).join(', ') })
              : t('holidays.otherYear', { days: elsewhere, year })
          }
        />
      ) : null}
    </Modal>
  );
}

function Year({ year, days }: Omit<DialogProps, 'close'>) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const mayWrite = useMay('calendar.write');
  const [asked, setAsked] = useState<string | null>(null);
  const deleted = useSave(t('holidays.deleted'), () => setAsked(null));
  const copy = (): void => {
    void navigator.clipboard.writeText(writeHolidayLines(days)).then(() => message.success(t('holidays.copied')));
  };
  return (
    <>
      <Space wrap>
        {mayWrite ? (
          <Button type="primary" onClick={() => setAsked('paste')}>
            {t('holidays.import')}
          </Button>
        ) : null}
        {days.length > 0 ? <Button onClick={copy}>{t('holidays.copy')}</Button> : null}
        {mayWrite && days.length > 0 ? (
          <Popconfirm
            title={t('holidays.deleteWhy', { year })}
            okText={t('holidays.delete')}
            onConfirm={() => deleted.mutate({ year, days: [] })}
          >
            <Button danger>{t('holidays.delete')}</Button>
          </Popconfirm>
        ) : null}
      </Space>
      {days.length === 0 ? (
        <Alert type="warning" showIcon title={t('holidays.unknown', { year })} description={t('holidays.unknownWhy')} />
      ) : null}
      <section className={styles.panel}>
        <HolidayCalendar
          year={year}
          byDay={new Map(days.map((day) => [day.dateOn, day]))}
          choose={mayWrite ? setAsked : null}
        />
      </section>
      {asked === 'paste' ? <PasteModal year={year} days={days} close={() => setAsked(null)} /> : null}
      {asked !== null && asked !== 'paste' ? (
        <DayModal year={year} days={days} dateOn={asked} close={() => setAsked(null)} />
      ) : null}
    </>
  );
}

/** The holiday table: which days are not what their weekday says, a year at a time. */
export default function HolidaysPage() {
  const { t } = useTranslation();
  const [query, change] = useQueryParams();
  const asked = Number(query.get('year'));
  const year = asked >= 2000 && asked <= 2100 ? asked : shanghaiParts(serverNow()).year;
  const holidays = useQuery({
    queryKey: ['holidays', year],
    queryFn: ({ signal }) => getHolidays(year, signal),
  });
  const go = (to: number): void => change({ year: String(to) });
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.holidays')}</h1>
        <Space>
          <Button onClick={() => go(year - 1)}>{year - 1}</Button>
          <strong className={styles.number}>{year}</strong>
          <Button onClick={() => go(year + 1)}>{year + 1}</Button>
        </Space>
      </div>
      <p className={styles.muted}>{t('holidays.why')}</p>
      <Loaded of={holidays}>{(known) => <Year key={year} year={year} days={known.days} />}</Loaded>
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatFen, formatTime } from '../shared/format.js';
import { Link } from '../shared/router.js';
import { errorText } from '../shared/texts.js';
import { type AlertView, examineAlert, listAlerts, settleAlert } from './api/alerts.js';
import styles from './console.module.css';
import { Notices } from './notices.js';
import { useAction } from './use-action.js';
import { useMay } from './use-may.js';

const everyMs = 30_000;
const noteMax = 500;

/** What must be looked at, above everything else, and below it what people should know. Nothing, when nothing is. */
export function Alerts() {
  const alerts = useQuery({
    queryKey: ['alerts'],
    queryFn: ({ signal }) => listAlerts(signal),
    refetchInterval: everyMs,
  });
  const { items: all = [], groups = [] } = alerts.data ?? {};
  return (
    <>
      <Stops stops={all.filter(({ severity }) => severity === 'STOP')} />
      <Notices notices={all.filter(({ severity }) => severity === 'NOTICE')} groups={groups} />
    </>
  );
}

/** One person says what was found, another settles it. */
function Stops({ stops }: { readonly stops: readonly AlertView[] }) {
  const { t } = useTranslation();
  const [examined, setExamined] = useState<AlertView | null>(null);
  if (stops.length === 0) return null;
  return (
    <section aria-label={t('alert.title')}>
      <Space orientation="vertical" style={{ width: '100%' }}>
        {stops.map((one) => (
          <OneAlert key={one.id} one={one} examine={() => setExamined(one)} />
        ))}
      </Space>
      {examined ? <ExamineModal one={examined} close={() => setExamined(null)} /> : null}
    </section>
  );
}

function OneAlert({ one, examine }: { readonly one: AlertView; readonly examine: () => void }) {
  const { t } = useTranslation();
  const mayReview = useMay('campaigns.review');
  const settled = useAction(() => settleAlert(one.id), { said: t('alert.settled') });
  const isUnpublished = one.code === 'CAMPAIGN_NOT_PUBLISHED';
  const isOfDatabase = one.code === 'PARTITIONS_MISSING';
  return (
    <Alert
      type={one.state === 'OPEN' ? 'error' : 'warning'}
      showIcon
      title={t(titleOf(one), { time: formatTime(one.raisedAt) })}
      description={
        <>
          <p>
            {one.campaignName === null ? (
              one.subjectId
            ) : (
              <Link className={styles.textLink} to={`/console/campaigns/${one.subjectId}`}>
                {one.campaignName}
              </Link>
            )}
            {' · '}
            {isOfDatabase ? (
              t('alert.monthsAhead', one.detail)
            ) : one.code === 'SEALED_VALUE_BROKEN' ? (
              t('alert.sealedWhy')
            ) : one.code === 'GRANT_STOPPED' ? (
              t('alert.givenTo', one.detail)
            ) : isUnpublished ? (
              <Unpublished of={one.detail} />
            ) : (
              <Mismatch of={one.detail} />
            )}
          </p>
          <p>
            {one.state === 'OPEN'
              ? t(isUnpublished ? 'alert.unpublishedNext' : 'alert.next')
              : t('alert.examined', { who: one.examinedBy ?? '', note: one.note ?? '' })}
          </p>
        </>
      }
      action={
        !mayReview ? null : one.state === 'OPEN' ? (
          <Button danger onClick={examine}>
            {t('alert.examine')}
          </Button>
        ) : (
          <Button loading={settled.isPending} onClick={() => settled.mutate(undefined)}>
            {t('alert.settle')}
          </Button>
        )
      }
    />
  );
}

function titleOf({ code, subjectKind }: AlertView): string {
  if (code === 'CAMPAIGN_NOT_PUBLISHED') return 'alert.unpublished';
  if (code === 'PARTITIONS_MISSING') return 'alert.partitions';
  if (code === 'SEALED_VALUE_BROKEN') return 'alert.sealed';
  if (code === 'GRANT_STOPPED') return 'alert.grantStopped';
  return subjectKind === 'campaign' ? 'alert.campaignStopped' : 'alert.books';
}

/** Why the clock could not publish what was approved. */
function Unpublished({ of }: { readonly of: AlertView['detail'] }) {
  const { reason } = of;
  return <>{errorText(typeof reason === 'string' ? reason : 'UNEXPECTED')}</>;
}

/** What the rows say against what the books say. */
function Mismatch({ of }: { readonly of: AlertView['detail'] }) {
  const { t } = useTranslation();
  const { what, expected, found } = of;
  if (typeof what !== 'string' || typeof expected !== 'number' || typeof found !== 'number') return null;
  const said = what.endsWith('Fen') ? formatFen : formatCount;
  return (
    <>
      {t('alert.mismatch', {
        what: t(`alert.what.${what}`, { defaultValue: what }),
        expected: said(expected),
        found: said(found),
      })}
    </>
  );
}

function ExamineModal({ one, close }: { readonly one: AlertView; readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ note: string }>();
  const examined = useAction((note: string) => examineAlert(one.id, note), { said: t('alert.noted'), done: close });
  return (
    <Modal
      open
      title={t('alert.examine')}
      onCancel={close}
      onOk={() => form.submit()}
      okText={t('alert.examine')}
      confirmLoading={examined.isPending}
    >
      <Form form={form} layout="vertical" onFinish={({ note }) => examined.mutate(note)}>
        <Form.Item
          name="note"
          label={t('alert.note')}
          extra={t('alert.noteWhy')}
          rules={[{ required: true, whitespace: true, message: t('alert.noteMissing') }]}
        >
          <Input.TextArea rows={4} maxLength={noteMax} showCount />
        </Form.Item>
      </Form>
    </Modal>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Drawer, Form, Input, Radio, Select, Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../shared/format.js';
import { Link } from '../../shared/router.js';
import { serverNow } from '../../shared/server-clock.js';
import { Loaded } from '../../shared/ui/states.js';
import { shanghaiDate } from '../../../shared/time.js';
import {
  assess,
  type AssessmentRequest,
  getStanding,
  listDistricts,
  placeIn,
  type StandingView,
} from '../api/overview.js';
import styles from '../console.module.css';
import { StateTag } from '../state-tag.js';
import { useAction } from '../use-action.js';
import { useMay } from '../use-may.js';
import { TrendPanel } from './trend-panel.js';

/** One union: its two years, whether it meets the standard and what was found before. */
export function StandingDrawer({ orgId, close }: { readonly orgId: string; readonly close: () => void }) {
  const { t } = useTranslation();
  const standing = useQuery({ queryKey: ['standing', orgId], queryFn: ({ signal }) => getStanding(orgId, signal) });
  const mayAssess = useMay('organizations.write');
  return (
    <Drawer open title={standing.data?.name ?? t('overview.union')} onClose={close} size="large">
      <div className={styles.page}>
        <Loaded of={standing} heights={[120, 200]}>
          {(data) => (
            <>
              <Facts of={data} mayChange={mayAssess} />
              <Link className={styles.textLink} to={`/console/members?org=${orgId}`}>
                {t('overview.seeMembers')}
              </Link>
              {mayAssess ? <AssessForm orgId={orgId} /> : null}
              <History of={data} />
            </>
          )}
        </Loaded>
        <TrendPanel part={{ orgId }} title="" />
      </div>
    </Drawer>
  );
}

function Facts({ of, mayChange }: { readonly of: StandingView; readonly mayChange: boolean }) {
  const { t } = useTranslation();
  const districts = useQuery({ queryKey: ['districts'], queryFn: ({ signal }) => listDistricts(signal) });
  const placed = useAction((code: string | null) => placeIn(of.orgId, code), { said: t('overview.placed') });
  const name = districts.data?.find(({ code }) => code === of.districtCode)?.name ?? '—';
  return (
    <Descriptions
      column={1}
      bordered
      size="small"
      items={[
        {
          key: 'standard',
          label: t('overview.standardUnion'),
          children: <StateTag state={of.standard ? 'STANDARD' : 'NOT_STANDARD'} />,
        },
        {
          key: 'district',
          label: t('overview.dimension.DISTRICT'),
          children: mayChange ? (
            <Select
              aria-label={t('overview.dimension.DISTRICT')}
              style={{ width: '100%' }}
              value={of.districtCode}
              loading={districts.isPending || placed.isPending}
              onChange={(code: string) => placed.mutate(code)}
              options={(districts.data ?? []).map((each) => ({ value: each.code, label: each.name }))}
            />
          ) : (
            name
          ),
        },
      ]}
    />
  );
}

function AssessForm({ orgId }: { readonly orgId: string }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<AssessmentRequest>();
  const todayOn = shanghaiDate(serverNow());
  const assessed = useAction((body: AssessmentRequest) => assess(orgId, body), {
    said: t('overview.assessed'),
    done: () => form.resetFields(),
  });
  return (
    <Form
      form={form}
      layout="vertical"
      onFinish={(body) => assessed.mutate(body)}
      initialValues={{ standard: true, assessedOn: todayOn }}
    >
      <h2>{t('overview.assess')}</h2>
      <Form.Item name="standard" label={t('overview.finding')}>
        <Radio.Group
          options={[
            { value: true, label: t('state.STANDARD') },
            { value: false, label: t('state.NOT_STANDARD') },
          ]}
        />
      </Form.Item>
      <Form.Item name="assessedOn" label={t('overview.assessedOn')} rules={[{ required: true }]}>
        <Input type="date" max={todayOn} />
      </Form.Item>
      <Form.Item
        name="basis"
        label={t('overview.basis')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('overview.basisMissing') }]}
      >
        <Input maxLength={500} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={assessed.isPending}>
        {t('overview.recordAssessment')}
      </Button>
    </Form>
  );
}

function History({ of }: { readonly of: StandingView }) {
  const { t } = useTranslation();
  if (of.assessments.length === 0) return <p className={styles.muted}>{t('overview.neverAssessed')}</p>;
  return (
    <>
      <h2>{t('overview.assessments')}</h2>
      <Timeline
        items={of.assessments.map((one) => ({
          key: one.id,
          content: (
            <>
              <StateTag state={one.standard ? 'STANDARD' : 'NOT_STANDARD'} /> {formatDay(one.assessedOn)}
              <p className={styles.muted}>{[one.assessedBy, one.basis].filter(Boolean).join(' · ')}</p>
            </>
          ),
        }))}
      />
    </>
  );
}

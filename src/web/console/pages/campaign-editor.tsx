import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, Input, InputNumber, Radio, Select, Space } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { campaignDefinitionSchema } from '../../../modules/benefits/campaigns/campaign.schemas.js';
import { Link, navigate } from '../../shared/router.js';
import { serverNow } from '../../shared/server-clock.js';
import { Loaded, Skeleton } from '../../shared/ui/states.js';
import { getCampaign, saveCampaign, type CampaignDefinitionInput } from '../api/campaigns.js';
import { BudgetPicker } from '../budget-picker.js';
import { definitionOf, emptyForm, formOf, type CampaignForm } from '../campaign-form.js';
import { merchantCategories } from '../codes.js';
import { LiveProblems } from '../campaign-live-problems.js';
import styles from '../console.module.css';
import { OrgSelect } from '../org-select.js';
import { useAction } from '../use-action.js';

// The rule builder is loaded only for those who aim a campaign at somebody.
const AudienceEditor = lazy(() => import('../audience/audience-editor.js'));

const yuan = { min: 0, precision: 2, style: { width: '100%' }, prefix: '¥' } as const;

function NameFields({ isNew }: { readonly isNew: boolean }) {
  const { t } = useTranslation();
  return (
    <section className={styles.panel}>
      <h2>{t('editor.what')}</h2>
      <div className={styles.columns}>
        <Form.Item
          name="label"
          label={t('editor.label')}
          extra={t('editor.labelHint')}
          rules={[{ required: true, max: 40 }]}
        >
          <Input />
        </Form.Item>
        <Form.Item name="id" label={t('editor.id')} extra={t('editor.idHint')} rules={[{ required: true }]}>
          <Input disabled={!isNew} />
        </Form.Item>
        <Form.Item name="owner" label={t('campaigns.owner')} rules={[{ required: true }]}>
          <OrgSelect />
        </Form.Item>
      </div>
    </section>
  );
}

function OfferFields() {
  const { t } = useTranslation();
  const type: CampaignForm['type'] | undefined = Form.useWatch('type');
  const repeat: boolean | undefined = Form.useWatch('repeat');
  return (
    <section className={styles.panel}>
      <h2>{t('editor.offer')}</h2>
      <Form.Item name="type" label={t('editor.type')}>
        <Radio.Group
          options={[
            { value: 'AMOUNT_OFF', label: t('mechanism.AMOUNT_OFF') },
            { value: 'PERCENT_OFF', label: t('mechanism.PERCENT_OFF') },
          ]}
        />
      </Form.Item>
      <div className={styles.columns}>
        <Form.Item name="thresholdYuan" label={t('editor.threshold')}>
          <InputNumber {...yuan} />
        </Form.Item>
        {type === 'PERCENT_OFF' ? (
          <Form.Item
            name="percent"
            label={t('editor.percent')}
            extra={t('editor.percentHint')}
            rules={[{ required: true }]}
          >
            <InputNumber min={0.01} max={100} precision={2} suffix="%" style={{ width: '100%' }} />
          </Form.Item>
        ) : (
          <Form.Item name="offYuan" label={t('editor.off')} rules={[{ required: true }]}>
            <InputNumber {...yuan} />
          </Form.Item>
        )}
        {type === 'PERCENT_OFF' || repeat ? (
          <Form.Item name="capYuan" label={t('editor.cap')}>
            <InputNumber {...yuan} />
          </Form.Item>
        ) : null}
      </div>
      {type === 'AMOUNT_OFF' ? (
        <Form.Item name="repeat" valuePropName="checked">
          <Checkbox>{t('editor.repeat')}</Checkbox>
        </Form.Item>
      ) : null}
    </section>
  );
}

function AudienceFields() {
  const { t } = useTranslation();
  const kind: CampaignForm['kind'] | undefined = Form.useWatch('kind');
  const owner: string | undefined = Form.useWatch('owner');
  return (
    <section className={styles.panel}>
      <h2>{t('editor.audience')}</h2>
      <Form.Item name="kind">
        <Radio.Group
          options={[
            { value: 'UNIVERSAL', label: t('editor.forAll') },
            { value: 'TARGETED', label: t('editor.forSome') },
          ]}
        />
      </Form.Item>
      {kind === 'TARGETED' ? (
        <Suspense fallback={<Skeleton />}>
          <Form.Item name="audience" noStyle>
            <AudienceEditor owner={owner} />
          </Form.Item>
        </Suspense>
      ) : null}
    </section>
  );
}

function ScopeFields() {
  const { t } = useTranslation();
  return (
    <section className={styles.panel}>
      <h2>{t('editor.scope')}</h2>
      <div className={styles.columns}>
        <Form.Item name="merchantCategories" label={t('editor.merchants')} extra={t('editor.merchantsHint')}>
          <Select
            mode="multiple"
            options={merchantCategories.map((one) => ({ value: one, label: t(`merchantCategory.${one}`) }))}
          />
        </Form.Item>
      </div>
      <div className={styles.columns}>
        <Form.Item name="from" label={t('editor.from')} rules={[{ required: true }]}>
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="to" label={t('editor.to')} rules={[{ required: true }]}>
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="hours" label={t('editor.hours')} extra={t('editor.hoursHint')}>
          <Input placeholder="09:00-21:00" />
        </Form.Item>
      </div>
      <Form.Item name="weekdays" label={t('editor.weekdays')} extra={t('editor.weekdaysHint')}>
        <Checkbox.Group options={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: day, label: t(`weekday.${day}`) }))} />
      </Form.Item>
    </section>
  );
}

function MoneyFields() {
  const { t } = useTranslation();
  const owner: string | undefined = Form.useWatch('owner');
  const line: string | null | undefined = Form.useWatch('budgetFrom');
  return (
    <section className={styles.panel}>
      <h2>{t('editor.money')}</h2>
      <div className={styles.columns}>
        <Form.Item name="perDay" label={t('editor.perDay')}>
          <InputNumber min={1} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="perCampaign" label={t('editor.perCampaign')}>
          <InputNumber min={1} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="budgetFrom" label={t('editor.budgetFrom')} extra={t('editor.budgetHint')}>
          <BudgetPicker owner={owner} />
        </Form.Item>
        {line ? (
          <>
            <Form.Item name="budgetYuan" label={t('editor.budget')} rules={[{ required: true }]}>
              <InputNumber {...yuan} />
            </Form.Item>
            <Form.Item name="unionPercent" label={t('editor.unionPercent')} rules={[{ required: true }]}>
              <InputNumber min={0} max={100} precision={2} suffix="%" style={{ width: '100%' }} />
            </Form.Item>
          </>
        ) : null}
      </div>
    </section>
  );
}

function Editor({ before }: { readonly before: CampaignDefinitionInput | null }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<CampaignForm>();
  const written: Partial<CampaignForm> | undefined = Form.useWatch([], form);
  const [mistakes, setMistakes] = useState<readonly string[]>([]);
  const [initial] = useState(() => (before ? formOf(before) : emptyForm(serverNow())));
  const saved = useAction((definition: CampaignDefinitionInput) => saveCampaign(definition, before === null), {
    said: t('editor.saved'),
    done: (answer) => navigate(`/console/campaigns/${answer.id}`, 'replace'),
  });
  // The server's own schema judges first, so that a mistake is seen here and not after sending.
  const submit = (): void => {
    const asked = definitionOf({ ...initial, ...form.getFieldsValue() }, before);
    const parsed = campaignDefinitionSchema.safeParse(asked);
    setMistakes(parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
    if (parsed.success) saved.mutate(asked);
  };
  return (
    <Form form={form} layout="vertical" initialValues={initial} onFinish={submit} scrollToFirstError>
      <div className={styles.page}>
        <NameFields isNew={before === null} />
        <OfferFields />
        <AudienceFields />
        <ScopeFields />
        <MoneyFields />
        <LiveProblems definition={definitionOf({ ...initial, ...written }, before)} />
        {mistakes.length ? (
          <Alert
            type="error"
            showIcon
            title={t('editor.mistakes')}
            description={mistakes.map((one) => (
              <p key={one}>{one}</p>
            ))}
          />
        ) : null}
        <Space>
          <Button type="primary" htmlType="submit" loading={saved.isPending}>
            {t('editor.save')}
          </Button>
          <Button onClick={() => navigate(before ? `/console/campaigns/${before.id}` : '/console/campaigns')}>
            {t('common.cancel')}
          </Button>
        </Space>
      </div>
    </Form>
  );
}

/** Writes a new campaign or the next draft of one. */
export default function CampaignEditor({ id }: { readonly id: string | null }) {
  const { t } = useTranslation();
  const campaign = useQuery({
    queryKey: ['campaign', id],
    queryFn: ({ signal }) => getCampaign(id ?? '', signal),
    enabled: id !== null,
    staleTime: Infinity,
  });
  return (
    <div className={styles.page}>
      <Link to={id ? `/console/campaigns/${id}` : '/console/campaigns'}>{t('common.back')}</Link>
      <div className={styles.head}>
        <h1>{t(id ? 'editor.edit' : 'campaigns.new')}</h1>
      </div>
      {id === null ? (
        <Editor before={null} />
      ) : (
        <Loaded of={campaign}>{(one) => <Editor before={one.definition} />}</Loaded>
      )}
    </div>
  );
}

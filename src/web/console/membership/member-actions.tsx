import { Alert, App, Button, Checkbox, Form, Input, Modal, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isPhone } from '../../../shared/numbers/phone.js';
import { serverNow } from '../../shared/server-clock.js';
import { shanghaiDate } from '../../../shared/time.js';
import type { MemberView } from '../api/members.js';
import { changePhone, changeStanding, requestTransfer, type StandingStep } from '../api/membership.js';
import { useAction } from '../use-action.js';
import { type ReasonFields, ReasonModal } from './reason-modal.js';
import { UnionSearch } from './union-search.js';

/** Sends the member to another union: at once, or when the other one agrees. */
function TransferModal({ member, close }: { readonly member: MemberView; readonly close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ orgId: string; reason: string }>();
  const asked = useAction((body: { orgId: string; reason: string }) => requestTransfer(member.id, body), {
    done: ({ outcome }) => {
      void message.success(t(`membership.asked.${outcome}`));
      close();
    },
  });
  return (
    <Modal
      open
      title={t('membership.moveTitle', { name: member.name })}
      onCancel={close}
      onOk={form.submit}
      okText={t('membership.moveAction')}
      confirmLoading={asked.isPending}
    >
      <p>{t('membership.moveWhy')}</p>
      <Form form={form} layout="vertical" onFinish={(fields) => asked.mutate(fields)}>
        <Form.Item name="orgId" label={t('membership.toUnion')} rules={[{ required: true }]}>
          <UnionSearch />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('membership.reason')}
          rules={[{ required: true, min: 2, whitespace: true, message: t('membership.reasonMissing') }]}
        >
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface PhoneFields {
  readonly phone: string;
  readonly reason: string;
  readonly documentSeen: boolean;
}

/** Writes a new number down, after a look at the ID document. */
function PhoneModal({ member, close }: { readonly member: MemberView; readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<PhoneFields>();
  const changed = useAction(
    ({ phone, reason }: PhoneFields) => changePhone(member.id, { phone, reason, documentSeen: true }),
    { said: t('membership.phoneChanged'), done: close },
  );
  return (
    <Modal
      open
      title={t('membership.phoneTitle', { name: member.name })}
      onCancel={close}
      onOk={form.submit}
      okText={t('membership.phoneAction')}
      confirmLoading={changed.isPending}
    >
      <Alert type="warning" showIcon title={t('membership.phoneWhy')} style={{ marginBottom: 16 }} />
      <Form form={form} layout="vertical" onFinish={(fields) => changed.mutate(fields)}>
        <Form.Item
          name="phone"
          label={t('membership.newPhone')}
          required
          rules={[
            {
              validator: (_rule, text: string | undefined) =>
                text && isPhone(text) ? Promise.resolve() : Promise.reject(new Error(t('membership.phoneWrong'))),
            },
          ]}
        >
          <Input maxLength={20} inputMode="tel" autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('membership.reason')}
          rules={[{ required: true, min: 2, whitespace: true, message: t('membership.reasonMissing') }]}
        >
          <Input maxLength={300} />
        </Form.Item>
        <Form.Item
          name="documentSeen"
          valuePropName="checked"
          rules={[
            {
              validator: (_rule, seen: boolean | undefined) =>
                seen ? Promise.resolve() : Promise.reject(new Error(t('membership.documentMissing'))),
            },
          ]}
        >
          <Checkbox>{t('membership.documentSeen')}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  );
}

const dayMs = 86_400_000;

/** The last day of a retained standing; the union is reminded of it. */
function UntilField({ needed }: { readonly needed: boolean }) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="untilOn"
      label={t('membership.untilOn')}
      extra={t('membership.untilOnWhy')}
      rules={[{ required: needed, message: t('membership.untilOnMissing') }]}
    >
      <Input type="date" min={shanghaiDate(serverNow() + dayMs)} />
    </Form.Item>
  );
}

function StepModal(props: { readonly member: MemberView; readonly step: StandingStep; readonly close: () => void }) {
  const { t } = useTranslation();
  const { member, step, close } = props;
  const rests = step === 'RETAIN' || step === 'PROLONG';
  const changed = useAction(
    ({ reason, untilOn }: ReasonFields) => changeStanding(member.id, { step, reason, ...(untilOn ? { untilOn } : {}) }),
    { said: t('membership.changed'), done: close },
  );
  return (
    <ReasonModal
      title={t(`membership.step.${step}.title`, { name: member.name })}
      why={t(`membership.step.${step}.why`)}
      ok={t(`membership.step.${step}.action`)}
      danger={step === 'WITHDRAW'}
      busy={changed.isPending}
      close={close}
      submit={(fields) => changed.mutate(fields)}
    >
      {rests ? <UntilField needed={step === 'PROLONG'} /> : null}
    </ReasonModal>
  );
}

/** What an officer can do about a member's standing. */
export function MemberActions(props: { readonly member: MemberView; readonly steps: readonly StandingStep[] }) {
  const { t } = useTranslation();
  const { member, steps } = props;
  const [asking, setAsking] = useState<StandingStep | 'TRANSFER' | 'PHONE' | null>(null);
  const close = (): void => setAsking(null);
  if (steps.length === 0) return null;
  return (
    <>
      <Space wrap>
        <Button onClick={() => setAsking('TRANSFER')}>{t('membership.move')}</Button>
        <Button onClick={() => setAsking('PHONE')}>{t('membership.phone')}</Button>
        {steps.map((step) => (
          <Button key={step} danger={step === 'WITHDRAW'} onClick={() => setAsking(step)}>
            {t(`membership.step.${step}.action`)}
          </Button>
        ))}
      </Space>
      {asking === 'TRANSFER' ? <TransferModal member={member} close={close} /> : null}
      {asking === 'PHONE' ? <PhoneModal member={member} close={close} /> : null}
      {asking !== null && asking !== 'TRANSFER' && asking !== 'PHONE' ? (
        <StepModal member={member} step={asking} close={close} />
      ) : null}
    </>
  );
}

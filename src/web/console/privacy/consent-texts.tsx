import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Form, Input, Modal, Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewConsentText } from '../../../modules/members/privacy/consents/consent.schemas.js';
import { formatTime } from '../../shared/format.js';
import { currentLanguage } from '../../shared/texts.js';
import { Loaded } from '../../shared/ui/states.js';
import { type ConsentTextView, listConsentTexts, publishConsentText } from '../api/privacy.js';
import { useAction } from '../use-action.js';

const bodyRows = 6;

function NewTextModal({ texts, close }: { readonly texts: readonly ConsentTextView[]; readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<NewConsentText>();
  const published = useAction(publishConsentText, { said: t('privacy.published'), done: close });
  // The newest text is where the next one begins.
  const fill = (kind: string): void => {
    const newest = texts.find((text) => text.kind === kind);
    if (newest) form.setFieldsValue(newest);
  };
  const needed = [{ required: true, whitespace: true }];
  return (
    <Modal
      open
      width={720}
      title={t('privacy.newText')}
      onCancel={close}
      onOk={form.submit}
      okText={t('privacy.publish')}
      confirmLoading={published.isPending}
    >
      <Alert type="info" title={t('privacy.askedAnew')} style={{ marginBottom: 16 }} />
      <Form
        form={form}
        layout="vertical"
        onFinish={({ kind, titleZh, titleEn, bodyZh, bodyEn }) =>
          published.mutate({ kind, titleZh, titleEn, bodyZh, bodyEn })
        }
      >
        <Form.Item name="kind" label={t('privacy.kind')} rules={[{ required: true }]}>
          <Select
            onChange={fill}
            options={['GENERAL', 'SENSITIVE'].map((value) => ({ value, label: t(`privacy.consent.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="titleZh" label={t('privacy.titleZh')} rules={needed}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="bodyZh" label={t('privacy.bodyZh')} rules={needed}>
          <Input.TextArea rows={bodyRows} maxLength={10_000} />
        </Form.Item>
        <Form.Item name="titleEn" label={t('privacy.titleEn')} rules={needed}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="bodyEn" label={t('privacy.bodyEn')} rules={needed}>
          <Input.TextArea rows={bodyRows} maxLength={10_000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** The texts people agree to; a published one never changes, the next takes its place. */
export function ConsentTexts({ mayPublish }: { readonly mayPublish: boolean }) {
  const { t } = useTranslation();
  const [writing, setWriting] = useState(false);
  const texts = useQuery({ queryKey: ['consent-texts'], queryFn: listConsentTexts });
  const isEnglish = currentLanguage() === 'en-US';
  return (
    <Loaded of={texts} heights={[120, 120]}>
      {(all) => (
        <>
          {mayPublish ? (
            <Button type="primary" onClick={() => setWriting(true)} style={{ justifySelf: 'start' }}>
              {t('privacy.newText')}
            </Button>
          ) : null}
          {all.map((text, at) => (
            <Card
              key={`${text.kind}-${text.version}`}
              size="small"
              title={isEnglish ? text.titleEn : text.titleZh}
              extra={
                <>
                  <Tag>{t(`privacy.consent.${text.kind}`)}</Tag>
                  {all[at - 1]?.kind === text.kind ? null : <Tag color="success">{t('privacy.inForce')}</Tag>}
                </>
              }
            >
              <p>{t('privacy.version', { version: text.version, time: formatTime(text.publishedAt) })}</p>
              <p style={{ whiteSpace: 'pre-wrap' }}>{isEnglish ? text.bodyEn : text.bodyZh}</p>
            </Card>
          ))}
          {writing ? <NewTextModal texts={all} close={() => setWriting(false)} /> : null}
        </>
      )}
    </Loaded>
  );
}

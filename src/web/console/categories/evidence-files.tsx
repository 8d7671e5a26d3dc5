import { Button, Modal, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../shared/format.js';
import { openFile, removeFile, type CaseView, type EvidenceFileView } from '../api/categories.js';
import { useAction } from '../use-action.js';

const KB = 1024;

/** A picture in the page; its bytes are forgotten when it is closed. */
function Shown({ title, url, close }: { readonly title: string; readonly url: string; readonly close: () => void }) {
  return (
    <Modal open title={title} footer={null} width={900} onCancel={close}>
      <img src={url} alt={title} style={{ maxWidth: '100%' }} />
    </Modal>
  );
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The files of an opened folder: pictures show in the page, documents are kept as a file. */
export function EvidenceFiles(props: {
  readonly one: CaseView;
  readonly files: readonly EvidenceFileView[];
  readonly purpose: string;
  readonly reload: () => void;
}) {
  const { t } = useTranslation();
  const { one, purpose, reload } = props;
  const [shown, setShown] = useState<{ title: string; url: string } | null>(null);
  const opened = useAction(async ({ file, title }: { file: EvidenceFileView; title: string }) => {
    const blob = await openFile(one.id, file.id, purpose);
    if (file.media === 'application/pdf') save(blob, `${title}.pdf`);
    else setShown({ title, url: URL.createObjectURL(blob) });
  });
  const removed = useAction((fileId: string) => removeFile(one.id, fileId), {
    said: t('evidence.removed'),
    done: reload,
  });
  const close = (): void => {
    if (shown) URL.revokeObjectURL(shown.url);
    setShown(null);
  };
  if (props.files.length === 0) return <p>{t('evidence.none')}</p>;
  return (
    <>
      <ul>
        {props.files.map((file, at) => {
          const title = t('evidence.file', { number: at + 1 });
          return (
            <li key={file.id}>
              <Space wrap>
                <span>
                  {title} · {t(`evidence.media.${file.media.split('/')[1]}`)} ·{' '}
                  {t('evidence.size', { kb: Math.max(1, Math.round(file.bytes / KB)) })} · {formatTime(file.addedAt)}
                </span>
                <Button size="small" loading={opened.isPending} onClick={() => opened.mutate({ file, title })}>
                  {t(file.media === 'application/pdf' ? 'evidence.save' : 'evidence.look')}
                  <span className="visually-hidden"> {title}</span>
                </Button>
                {one.may.includes('ADD_EVIDENCE') ? (
                  <Button size="small" loading={removed.isPending} onClick={() => removed.mutate(file.id)}>
                    {t('evidence.remove')}
                    <span className="visually-hidden"> {title}</span>
                  </Button>
                ) : null}
              </Space>
            </li>
          );
        })}
      </ul>
      {shown ? <Shown {...shown} close={close} /> : null}
    </>
  );
}

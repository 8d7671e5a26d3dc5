import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { errorCode } from '../shared/problem.js';
import { errorText } from '../shared/texts.js';

/** Something an officer does: says that it worked or why not, and loads again what it may have changed. */
export function useAction<Input, Answer>(
  work: (input: Input) => Promise<Answer>,
  after: { readonly said?: string; readonly done?: (answer: Answer) => void } = {},
) {
  const { message } = App.useApp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: async (answer) => {
      if (after.said) void message.success(after.said);
      after.done?.(answer);
      await queries.invalidateQueries();
    },
    onError: (error) => void message.error(errorText(errorCode(error))),
  });
}

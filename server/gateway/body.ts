import type OpenAI from 'openai';
import type {
  ChatCompletionContentPart,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { ChatMessage, ChatRequest, Part } from './chat.ts';
import type { Provider } from './provider.ts';

/** A request as Chat Completions takes it; other servers than OpenAI's get only the fields that all know. */
export function toBody(request: ChatRequest, provider: Provider): OpenAI.ChatCompletionCreateParamsStreaming {
  const body: OpenAI.ChatCompletionCreateParamsStreaming = {
    model: request.model,
    messages: request.messages.map(toParam),
    stream: true,
    // Without it no usage comes, and nothing could be booked as exact.
    stream_options: { include_usage: true },
  };
  // Servers on one's own machine know it, too.
  if (request.schema)
    body.response_format = { type: 'json_schema', json_schema: { ...request.schema, strict: true } };
  if (!provider.isOpenAi) return { ...body, max_tokens: request.maxOutputTokens };
  body.max_completion_tokens = request.maxOutputTokens;
  // Otherwise the tier set for the project counts, which can cost twice what was quoted.
  body.service_tier = 'default';
  if (isReasoningEffort(request.reasoningEffort)) body.reasoning_effort = request.reasoningEffort;
  return body;
}

function isReasoningEffort(value: string | undefined): value is 'none' | 'low' | 'medium' | 'high' {
  return value === 'none' || value === 'low' || value === 'medium' || value === 'high';
}

function toParam({ role, parts }: ChatMessage): ChatCompletionMessageParam {
  if (role !== 'user') {
    return { role, content: parts.map((part) => (part.kind === 'text' ? part.text : '')).join('') };
  }
  const [first, ...rest] = parts;
  // A string is what every server understands; a list only those that take pictures.
  if (first?.kind === 'text' && rest.length === 0) return { role, content: first.text };
  return {
    role,
    content: parts.map(toContent),
  };
}

function toContent(part: Part): ChatCompletionContentPart {
  if (part.kind === 'text') return { type: 'text', text: part.text };
  if (part.kind === 'sound')
    return { type: 'input_audio', input_audio: { data: part.wav.toString('base64'), format: 'wav' } };
  const url = `data:${part.mime};base64,${part.data.toString('base64')}`;
  return { type: 'image_url', image_url: { url, detail: part.detail } };
}

/** Downloads through the proxy that the environment names, as `curl` and `npm` do. */
import { messages } from '../../messages/index.js';

/** As much of `fetch` as a download needs. */
export type Fetch = (url: URL, init: FetchOptions) => Promise<FetchAnswer>;

interface FetchOptions {
  headers: Record<string, string>;
  signal: AbortSignal;
}

interface FetchAnswer {
  status: number;
  headers: { get(name: string): string | null };
  body: (AsyncIterable<unknown> & { cancel(): Promise<void> }) | null;
}

/** The variables, in the order in which they are looked at: the lower-case name comes first. */
const names = {
  http: ['http_proxy', 'HTTP_PROXY'],
  https: ['https_proxy', 'HTTPS_PROXY'],
  no: ['no_proxy', 'NO_PROXY'],
} as const;

/** The first that is set to anything, and its name; an empty value turns a proxy off. */
function variable(kind: keyof typeof names): { name: string; value: string } | undefined {
  for (const name of names[kind]) {
    const value = process.env[name]?.trim();
    if (value !== undefined) return value === '' ? undefined : { name, value };
  }
  return undefined;
}

/** @throws TypeError naming the variable, without its value: that may hold a password */
function proxyUrl(kind: 'http' | 'https'): string | undefined {
  const found = variable(kind);
  if (found === undefined) return undefined;
  // Without a scheme, `proxy:3128`, it is one of HTTP.
  const text = found.value.includes('://') ? found.value : `http://${found.value}`;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new TypeError(messages().data.attempt.badProxy({ variable: found.name }));
}

/** The variables that are set, for a message of what may be the reason. */
export const proxyVariables = (): string[] =>
  (['http', 'https'] as const).flatMap((kind) => variable(kind)?.name ?? []);

let made: { key: string; fetch: Fetch } | undefined;

/**
 * `fetch`, through `HTTP_PROXY` or `HTTPS_PROXY` but for the hosts of `NO_PROXY` (host names separated
 * by commas, `.example.org` for all below, `*` for all), where these are set. Where only `HTTP_PROXY`
 * is, it serves `https:` too.
 *
 * @throws TypeError for a variable that is no address of a proxy
 */
export async function environmentFetch(): Promise<Fetch> {
  const [httpProxy, httpsProxy] = [proxyUrl('http'), proxyUrl('https')];
  if (httpProxy === undefined && httpsProxy === undefined) return fetch;
  const noProxy = variable('no')?.value ?? '';
  const key = JSON.stringify([httpProxy, httpsProxy, noProxy]);
  if (made?.key === key) return made.fetch;
  // Node's own `fetch` looks at none of these variables before Node 24.
  const { EnvHttpProxyAgent, fetch: fetchThrough } = await import('undici');
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: httpProxy ?? '',
    httpsProxy: httpsProxy ?? '',
    noProxy,
    // Of `http:` the proxy is asked itself: many let no tunnel through to port 80.
    proxyTunnel: false,
  });
  made = { key, fetch: (url, init) => fetchThrough(url, { ...init, dispatcher }) };
  return made.fetch;
}

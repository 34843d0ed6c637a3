// Discord's markdown as HTML: what the bot writes and what it must escape. Pure.
// Escapes, blocks and spans follow what the client shows; an escaped character is shown and starts nothing.

const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Return text that HTML shows as it is. */
export const plain = (text) => text.replace(/[&<>"]/g, (found) => entities[found]);

const SPANS = [
  [/^\\([^0-9A-Za-z\s])/, ([, character]) => plain(character)],
  [/^`([^`\n]+)`/, ([, code]) => `<discord-code>${plain(code)}</discord-code>`],
  [/^\*\*((?:\\.|[^\\])+?)\*\*(?!\*)/, ([, inner]) => `<discord-bold>${spans(inner)}</discord-bold>`],
  [/^\*((?:\\.|[^\\*\s])(?:\\.|[^\\*])*?)\*/, ([, inner]) => `<discord-italic>${spans(inner)}</discord-italic>`],
  [/^_((?:\\.|[^\\_])+?)_\b/, ([, inner]) => `<discord-italic>${spans(inner)}</discord-italic>`],
  [/^~~((?:\\.|[^\\])+?)~~/, ([, inner]) => `<s>${spans(inner)}</s>`],
  [/^\|\|((?:\\.|[^\\])+?)\|\|/, ([, inner]) => `<discord-spoiler>${spans(inner)}</discord-spoiler>`],
  [/^\[((?:\\.|[^\]\\\n])+)\]\(<?(https?:[^>)\s]+)>?\)/, ([, label, url]) => link(url, spans(label))],
  [/^<(https?:[^>\s]+)>/, ([, url]) => link(url, plain(url))],
  [/^https?:\/\/[^\s<>]+/, ([url]) => link(url, plain(url))],
  [/^<\/([^:>]+):\d+>/, ([, name]) => mention("slash", name)],
  [/^<@!?\d+>/, () => mention("user", "member")],
  [/^<#\d+>/, () => mention("channel", "channel")],
  [/^<t:(\d+)(?::(\w))?>/, ([, seconds, style]) => `<discord-time>${plain(moment(seconds, style))}</discord-time>`],
];

const link = (url, label) => `<discord-link href="${plain(url)}">${label}</discord-link>`;
const mention = (type, name) => `<discord-mention type="${type}">${plain(name)}</discord-mention>`;

/** Return a moment as Discord tells it; a relative one as it reads when a minute is over soon. */
const moment = (seconds, style) => (style === "R" ? "in 20 seconds" : new Date(1000 * seconds).toUTCString());

/** Return one line's spans. */
export function spans(text) {
  let html = "";
  while (text) {
    const [found, render] = first(text);
    html += found ? render(found) : plain(text[0]);
    text = text.slice(found ? found[0].length : 1);
  }
  return html;
}

function first(text) {
  for (const [pattern, render] of SPANS) {
    const found = text.match(pattern);
    if (found) return [found, render];
  }
  return [null, null];
}

const BLOCKS = [
  [/^> (.*)$/, "quote"],
  [/^(#{1,3}) (.*)$/, "header"],
  [/^-# (.*)$/, "small"],
  [/^[-*] (.*)$/, "item"],
];

/** Return a message's content as HTML. */
export function content(text) {
  const parts = text.split(/^```\w*\n([\s\S]*?)\n?```$/m);
  return parts.map((part, n) => (n % 2 ? fence(part) : blocks(part.replace(/^\n|\n$/g, "")))).join("");
}

const fence = (code) => `<discord-code multiline>${plain(code)}</discord-code>`;

function blocks(text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const [kind, found] = classified(line);
    const last = groups.at(-1);
    if (last?.kind === kind && ["quote", "item", "text"].includes(kind)) last.lines.push(found);
    else groups.push({ kind, lines: [found] });
  }
  return groups.map(block).join("");
}

function classified(line) {
  for (const [pattern, kind] of BLOCKS) {
    const found = line.match(pattern);
    if (found) return [kind, found];
  }
  return ["text", [line, line]];
}

const list = (items) =>
  `<discord-unordered-list>${items.map((item) => `<discord-list-item>${item}</discord-list-item>`).join("")}</discord-unordered-list>`;

function block({ kind, lines }) {
  const inner = lines.map((found) => spans(found.at(-1)));
  if (kind === "quote") return `<div class="quote">${inner.join("<br>")}</div>`;
  if (kind === "header") return `<discord-header level="${lines[0][1].length}">${inner[0]}</discord-header>`;
  if (kind === "small") return `<discord-subscript>${inner[0]}</discord-subscript>`;
  if (kind === "item") return list(inner);
  return `<div>${inner.map((line) => line || "&nbsp;").join("<br>")}</div>`;
}

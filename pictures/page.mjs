// A page with the messages of one picture, from the bodies that the bot sent. Pure.

import { content, plain } from "./markdown.mjs";

const EPHEMERAL = 1 << 6;
const BUTTON_TYPES = { 1: "primary", 2: "secondary", 3: "success", 4: "destructive", 5: "secondary" };
const BUTTON = 2;

/** Return a round picture with letters, as a data: address, so that nothing reaches for a network. */
const avatar = (letters, colour) =>
  "data:image/svg+xml," +
  encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80"><rect width="80" height="80" fill="${colour}"/>` +
      `<text x="40" y="53" font-family="sans-serif" font-size="36" fill="white" text-anchor="middle">${letters}</text></svg>`,
  );

const PROFILES = {
  bot: { author: "Podcast bot", avatar: avatar("P", "#5865f2"), bot: true, roleColor: "#8ea1ff" },
  member: { author: "Mira", avatar: avatar("M", "#3ba55c"), roleColor: "#ffffff" },
};

/** Return the message of a request body: an interaction's answer carries it in "data". */
const message = (body) => body.data ?? body;

function row({ components }) {
  const shown = components.map((one) => (one.type === BUTTON ? button(one) : select(one)));
  return `<discord-action-row>${shown.join("")}</discord-action-row>`;
}

function button({ label, style, disabled, url }) {
  const marks = (disabled ? " disabled" : "") + (url ? ` url="${plain(url)}"` : "");
  return `<discord-button type="${BUTTON_TYPES[style]}"${marks}>${plain(label ?? "")}</discord-button>`;
}

const select = ({ placeholder }) => `<discord-string-select-menu placeholder="${plain(placeholder ?? "")}"></discord-string-select-menu>`;

function shown({ body, ephemeral, asked }) {
  const { content: text = "", components = [], flags = 0 } = message(body);
  const rows = components.length ? `<discord-attachments slot="components">${components.map(row).join("")}</discord-attachments>` : "";
  const hidden = ephemeral || flags & EPHEMERAL ? " ephemeral" : "";
  const command = asked ? `<discord-command slot="reply" profile="member" command="${plain(asked)}"></discord-command>` : "";
  return `<discord-message profile="bot" timestamp="21:04"${hidden}>${command}${content(text)}${rows}</discord-message>`;
}

/** Return the page of one picture: its messages, one below the other. */
export function page(script, recorded) {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>picture</title>
<style>
  body { margin: 0; background: #36393e; }
  discord-messages { border: none; padding: 4px 0 8px; font-family: "gg sans", "Noto Sans", "Liberation Sans", Helvetica, Arial, sans-serif; }
  discord-subscript { display: block; }
  .quote { border-left: 4px solid #4e5058; border-radius: 2px; margin: 2px 0; padding-left: 12px; }
</style>
<script>window.$discordMessage = ${JSON.stringify({ profiles: PROFILES, defaultTheme: "dark" })};</script>
<script>${script.replaceAll("</script", "<\\/script")}</script>
<body><discord-messages>${recorded.map(shown).join("")}</discord-messages>
<script>
  addEventListener("load", () => setTimeout(() => {
    document.body.dataset.height = Math.ceil(document.querySelector("discord-messages").getBoundingClientRect().bottom);
  }, 500));
</script></body></html>`;
}

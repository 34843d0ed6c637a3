// Draws pictures of messages: node draw.mjs RECORDED FOLDER
//
// RECORDED holds one JSON object a line, as the journeys write it: {"name", "body"} with the body of a request that
// the bot sent, and at will "ephemeral" (the deferral before it was) and "asked" (the command above it). Lines of one
// name are one picture, one message below the other; lines without a name are passed over.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { page } from "./page.mjs";

const WIDTH = 760;
const LOWEST = 240; // a window that is lower is drawn with a part of it missing
const BROWSERS = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"].filter(Boolean);
const QUIET = [
  "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--allow-file-access-from-files",
  "--virtual-time-budget=4000", "--force-device-scale-factor=1.5",
];

/** Return the messages of each picture, by name. */
function recordings(file) {
  const pictures = new Map();
  for (const line of readFileSync(file, "utf8").split("\n").filter((text) => text.trim())) {
    const recorded = JSON.parse(line);
    if (recorded.name) pictures.set(recorded.name, [...(pictures.get(recorded.name) ?? []), recorded]);
  }
  return pictures;
}

/** Run the first browser that there is; its profile is thrown away with the folder. */
function browse(folder, ...words) {
  for (const browser of BROWSERS) {
    const done = spawnSync(browser, [...QUIET, `--user-data-dir=${join(folder, "profile")}`, ...words], { encoding: "utf8", timeout: 60000 });
    if (done.error?.code === "ENOENT") continue;
    if (done.error || done.status !== 0) throw new Error(`${browser}: ${done.error ?? done.stderr}`);
    return done.stdout;
  }
  throw new Error("No Chromium found: install chromium, or name one in CHROMIUM.");
}

/** Draw one picture as high as its messages are. */
function draw(folder, script, recorded, picture) {
  const file = join(folder, "page.html");
  writeFileSync(file, page(script, recorded));
  const address = pathToFileURL(file).href;
  const height = browse(folder, `--window-size=${WIDTH},4000`, "--dump-dom", address).match(/data-height="(\d+)"/)?.[1];
  if (!height) throw new Error(`${picture}: the page did not come up`);
  browse(folder, `--window-size=${WIDTH},${Math.max(Number(height), LOWEST)}`, `--screenshot=${picture}`, address);
}

const [recorded, target] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const bundle = { entryPoints: [join(here, "components.js")], bundle: true, format: "iife", minify: true, write: false };
const script = buildSync(bundle).outputFiles[0].text;
const folder = mkdtempSync(join(tmpdir(), "pictures-"));
mkdirSync(target, { recursive: true });
try {
  for (const [name, messages] of recordings(recorded)) {
    if (!/^[\w-]+$/.test(name)) throw new Error(`not a name for a picture: ${name}`);
    const picture = resolve(target, `${name}.png`);
    draw(folder, script, messages, picture);
    console.log(picture);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

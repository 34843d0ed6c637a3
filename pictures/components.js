// The entry that esbuild bundles for the page: it defines the <discord-...> elements.
import "@skyra/discord-components-core";

"""Every sentence that the bot says, in English and Dutch. `bot.texts.spoken` has them all; nothing is re-exported."""

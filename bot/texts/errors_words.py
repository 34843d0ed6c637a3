"""What a member is told when something goes wrong, in English and Dutch; imports nothing.

One key for each class of vectorstore.errors and bot.errors (bot.errors.KEYS). A sentence says what happened and what
to do, and nothing that only the operator understands: that is in the log, under the id.
"""

from __future__ import annotations

EN: dict[str, str] = {
    "error id": "{sentence} (error `{id}`)",
    "error unknown": "Something went wrong on my side. Please try again; if it stays, tell a moderator this number.",
    "error store": "I cannot open the library at the moment. Please try again later.",
    "error no index": "The library is still empty, so there is nothing to answer from yet.",
    "error damaged": "The library is damaged, so I cannot answer until a moderator has had it built again.",
    "error mismatch": "The library was built with other settings than mine. A moderator has to have it built again.",
    "error busy": "The library is being worked on. Please try again in a moment.",
    "error disk": "The disk that I work on is full. Please tell a moderator.",
    "error permission": "I may not read some of my own files. Please tell a moderator.",
    "error unreachable": "I cannot reach the library at the moment. Please try again later.",
    "error not owner": "Another machine takes care of the library: this has to be done there. Tell a moderator.",
    "error setting": "One of my settings is wrong. Please tell a moderator.",
    "error ledger": "I cannot open my notebook at the moment, so this did not work. Please try again later.",
    "error newer version": "The library was written by a newer version of me. Please tell a moderator.",
    "error newer ledger": "My notebook was written by a newer version of me. Please tell a moderator.",
    "error slow": "This takes me too long. Please ask again, perhaps more briefly.",
    "error stopping": "I am being restarted. Please ask again in a minute.",
    "error missing permissions": "I lack a permission in this channel: {permissions}. A moderator can give it to me.",
    "error gone": "The message that this belongs to has been deleted.",
    "error forgotten": "I no longer know this answer. Please ask the question again.",
    "error not moderator": (
        "Only moderators of this server can do this: the permission Manage Server is needed, or a role that they chose."
    ),
    "error running": "The library is being worked on already. Try again once that is done.",
    "error not yours": "Only the person who asked, or a moderator, may do that. Ask with /ask yourself.",
    "error discord": "Discord is having trouble at the moment. Please try again later.",
    "error expired": "That took too long for Discord. Please try again.",
}
NL: dict[str, str] = {
    "error id": "{sentence} (fout `{id}`)",
    "error unknown": "Er ging bij mij iets mis. Probeer het nog eens; blijft het, noem een moderator dan dit nummer.",
    "error store": "Ik kan de bibliotheek op dit moment niet openen. Probeer het later nog eens.",
    "error no index": "De bibliotheek is nog leeg, dus er is nog niets om uit te antwoorden.",
    "error damaged": "De bibliotheek is beschadigd; ik antwoord pas weer als een moderator haar opnieuw laat maken.",
    "error mismatch": "De bibliotheek is met andere instellingen gemaakt. Een moderator moet haar opnieuw laten maken.",
    "error busy": "Er wordt aan de bibliotheek gewerkt. Probeer het zo nog eens.",
    "error disk": "De schijf waarop ik werk is vol. Laat het een moderator weten.",
    "error permission": "Ik mag een paar van mijn eigen bestanden niet lezen. Laat het een moderator weten.",
    "error unreachable": "Ik kan de bibliotheek op dit moment niet bereiken. Probeer het later nog eens.",
    "error not owner": "Een andere machine zorgt voor de bibliotheek; dit moet daar. Laat het een moderator weten.",
    "error setting": "Een van mijn instellingen klopt niet. Laat het een moderator weten.",
    "error ledger": "Ik kan mijn notitieboek nu niet openen, dus dit lukte niet. Probeer het later nog eens.",
    "error newer version": "De bibliotheek is van een nieuwere versie van mij. Laat het een moderator weten.",
    "error newer ledger": "Mijn notitieboek is van een nieuwere versie van mij. Laat het een moderator weten.",
    "error slow": "Dit duurt me te lang. Vraag het nog eens, misschien wat korter.",
    "error stopping": "Ik word opnieuw gestart. Vraag het over een minuut nog eens.",
    "error missing permissions": "Ik mis een recht in dit kanaal: {permissions}. Een moderator kan het me geven.",
    "error gone": "Het bericht waar dit bij hoort, is verwijderd.",
    "error forgotten": "Dit antwoord ken ik niet meer. Stel de vraag opnieuw.",
    "error not moderator": (
        "Alleen moderatoren van deze server kunnen dit: het recht Server beheren is nodig, of een rol die zij kozen."
    ),
    "error running": "Er wordt al aan de bibliotheek gewerkt. Probeer het daarna nog eens.",
    "error not yours": "Dat mag alleen wie het vroeg, of een moderator. Vraag zelf met /vraag.",
    "error discord": "Discord heeft op dit moment problemen. Probeer het later nog eens.",
    "error expired": "Dat duurde te lang voor Discord. Probeer het nog eens.",
}

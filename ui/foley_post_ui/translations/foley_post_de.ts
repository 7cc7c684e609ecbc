<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Foley Post</source>
        <translation>Über Foley Post</translation>
    </message>
    <message>
        <source>Foley Post {0}</source>
        <translation>Foley Post {0}</translation>
    </message>
    <message>
        <source>Music for players in the picture, in sync.</source>
        <translation>Musik für Spielende im Bild, synchron.</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Open timeline or project ...</source>
        <translation>Timeline oder Projekt ö&amp;ffnen ...</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Open the sa&amp;mple</source>
        <translation>&amp;Beispiel öffnen</translation>
    </message>
    <message>
        <source>&amp;Save project</source>
        <translation>Projekt &amp;sichern</translation>
    </message>
    <message>
        <source>Save project &amp;as ...</source>
        <translation>Projekt sichern &amp;unter ...</translation>
    </message>
    <message>
        <source>&amp;Choose a sequence ...</source>
        <translation>Se&amp;quenz wählen ...</translation>
    </message>
    <message>
        <source>Another of the sequences that the timeline&apos;s file holds</source>
        <translation>Eine andere der Sequenzen in der Datei der Timeline</translation>
    </message>
    <message>
        <source>Choose the frame ra&amp;te ...</source>
        <translation>Bild&amp;rate wählen ...</translation>
    </message>
    <message>
        <source>An EDL does not say at which rate its timecode counts</source>
        <translation>Eine EDL sagt nicht, mit welcher Rate ihr Timecode zählt</translation>
    </message>
    <message>
        <source>Re&amp;link media ...</source>
        <translation>&amp;Medien neu verknüpfen ...</translation>
    </message>
    <message>
        <source>&amp;Export stems and timelines ...</source>
        <translation>Stems und Timelines &amp;exportieren ...</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Show exported &amp;files in folder</source>
        <translation>Exportierte Dateien im &amp;Ordner zeigen</translation>
    </message>
    <message>
        <source>&amp;Preferences ...</source>
        <translation>E&amp;instellungen ...</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>Been&amp;den</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Cu&amp;t notes</source>
        <translation>Noten auss&amp;chneiden</translation>
    </message>
    <message>
        <source>&amp;Copy notes</source>
        <translation>Noten &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste notes at the playhead</source>
        <translation>Noten am Abspielkopf ein&amp;fügen</translation>
    </message>
    <message>
        <source>&amp;Delete notes</source>
        <translation>Noten &amp;löschen</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
        <source>All notes in the piano roll, all shots elsewhere</source>
        <translation>Im Piano-Roll alle Noten, sonst alle Einstellungen</translation>
    </message>
    <message>
        <source>Select &amp;invented notes</source>
        <translation>Erf&amp;undene Noten auswählen</translation>
    </message>
    <message>
        <source>Notes that nothing in the picture bears out</source>
        <translation>Noten, die nichts im Bild belegt</translation>
    </message>
    <message>
        <source>&amp;Score</source>
        <translation>&amp;Vertonen</translation>
    </message>
    <message>
        <source>&amp;Generate score</source>
        <translation>Musik &amp;erzeugen</translation>
    </message>
    <message>
        <source>Watch the players of the selected shots and write what they play</source>
        <translation>Die Spielenden der gewählten Einstellungen ansehen und aufschreiben, was sie spielen</translation>
    </message>
    <message>
        <source>Generate score for &amp;all shots</source>
        <translation>Musik für &amp;alle Einstellungen erzeugen</translation>
    </message>
    <message>
        <source>A&amp;nother take</source>
        <translation>&amp;Noch ein Take</translation>
    </message>
    <message>
        <source>&amp;Regenerate the rest around pinned notes</source>
        <translation>Den &amp;Rest um fixierte Noten neu erzeugen</translation>
    </message>
    <message>
        <source>Ne&amp;xt take</source>
        <translation>Nächster Ta&amp;ke</translation>
    </message>
    <message>
        <source>Pre&amp;vious take</source>
        <translation>&amp;Voriger Take</translation>
    </message>
    <message>
        <source>A / &amp;B: the take heard before</source>
        <translation>A / &amp;B: der zuvor gehörte Take</translation>
    </message>
    <message>
        <source>Switch between two takes, equally loud</source>
        <translation>Zwischen zwei Takes wechseln, gleich laut</translation>
    </message>
    <message>
        <source>Dra&amp;w a box around a player</source>
        <translation>Einen Rahmen um einen Spieler Einen Rahmen um einen Spieler &amp;ziehenamp;ziehen</translation>
    </message>
    <message>
        <source>Somebody whom nobody found: what moves in the box is played</source>
        <translation>Jemand, der nicht gefunden wurde: Gespielt wird, was sich im Rahmen bewegt</translation>
    </message>
    <message>
        <source>&amp;Ignore or score the player</source>
        <translation>Den Spieler &amp;übergehen oder vertonen</translation>
    </message>
    <message>
        <source>Leave out the player whose notes are shown, or bring them back</source>
        <translation>Den Spieler weglassen, dessen Noten gezeigt werden, oder ihn zurückholen</translation>
    </message>
    <message>
        <source>&amp;Lowest key in view ...</source>
        <translation>Tie&amp;fste sichtbare Taste ...</translation>
    </message>
    <message>
        <source>The octave of a keyboard whose ends are not in the picture</source>
        <translation>Die Oktave einer Klaviatur, deren Enden nicht im Bild sind</translation>
    </message>
    <message>
        <source>Rename the pla&amp;yer ...</source>
        <translation>Spieler &amp;umbenennen ...</translation>
    </message>
    <message>
        <source>&amp;Key and tempo ...</source>
        <translation>&amp;Tonart und Tempo ...</translation>
    </message>
    <message>
        <source>The shots in one key and on one beat</source>
        <translation>Die Einstellungen in einer Tonart und auf einem Beat</translation>
    </message>
    <message>
        <source>&amp;Cancel all jobs</source>
        <translation>Alle Aufträge abbre&amp;chen</translation>
    </message>
    <message>
        <source>&amp;Notes</source>
        <translation>&amp;Noten</translation>
    </message>
    <message>
        <source>Semitone &amp;up</source>
        <translation>Halbton nach &amp;oben</translation>
    </message>
    <message>
        <source>Semitone &amp;down</source>
        <translation>Halbton nach &amp;unten</translation>
    </message>
    <message>
        <source>Octave up</source>
        <translation>Oktave nach oben</translation>
    </message>
    <message>
        <source>Octave down</source>
        <translation>Oktave nach unten</translation>
    </message>
    <message>
        <source>A frame &amp;earlier</source>
        <translation>Ein Bild &amp;früher</translation>
    </message>
    <message>
        <source>A frame &amp;later</source>
        <translation>Ein Bild &amp;später</translation>
    </message>
    <message>
        <source>10 ms earlier</source>
        <translation>10 ms früher</translation>
    </message>
    <message>
        <source>10 ms later</source>
        <translation>10 ms später</translation>
    </message>
    <message>
        <source>A frame longer</source>
        <translation>Ein Bild länger</translation>
    </message>
    <message>
        <source>A frame shorter</source>
        <translation>Ein Bild kürzer</translation>
    </message>
    <message>
        <source>&amp;Quantise to frames</source>
        <translation>Auf Bilder &amp;quantisieren</translation>
    </message>
    <message>
        <source>Snap to the &amp;movement</source>
        <translation>An der &amp;Bewegung einrasten</translation>
    </message>
    <message>
        <source>Louder</source>
        <translation>Lauter</translation>
    </message>
    <message>
        <source>Softer</source>
        <translation>Leiser</translation>
    </message>
    <message>
        <source>&amp;Pin or unpin</source>
        <translation>F&amp;ixieren oder lösen</translation>
    </message>
    <message>
        <source>Pinned notes stay when the rest is generated anew</source>
        <translation>Fixierte Noten bleiben, wenn der Rest neu erzeugt wird</translation>
    </message>
    <message>
        <source>&amp;Give to the next player</source>
        <translation>An den nächsten Spieler &amp;weitergeben</translation>
    </message>
    <message>
        <source>The selected notes are somebody else&apos;s</source>
        <translation>Die gewählten Noten gehören jemand anderem</translation>
    </message>
    <message>
        <source>Draw &amp;notes</source>
        <translation>Noten &amp;zeichnen</translation>
    </message>
    <message>
        <source>&amp;Tap a note</source>
        <translation>Note &amp;antippen</translation>
    </message>
    <message>
        <source>Hold it while it plays; it has the pitch of the last note or key</source>
        <translation>Beim Abspielen halten; die Tonhöhe ist die der Note oder Taste zuvor</translation>
    </message>
    <message>
        <source>Ne&amp;xt note</source>
        <translation>Nä&amp;chste Note</translation>
    </message>
    <message>
        <source>Pre&amp;vious note</source>
        <translation>Vori&amp;ge Note</translation>
    </message>
    <message>
        <source>&amp;Frames around the note</source>
        <translation>&amp;Einzelbilder um die Note</translation>
    </message>
    <message>
        <source>Pictures before, at and after the chosen note</source>
        <translation>Bilder vor, bei und nach der gewählten Note</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
        <source>&amp;Play or pause</source>
        <translation>&amp;Wiedergabe oder Pause</translation>
    </message>
    <message>
        <source>Play backwards, faster</source>
        <translation>Rückwärts, schneller</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Play forwards, faster</source>
        <translation>Vorwärts, schneller</translation>
    </message>
    <message>
        <source>Frame back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>Frame on</source>
        <translation>Ein Bild weiter</translation>
    </message>
    <message>
        <source>Second back</source>
        <translation>Eine Sekunde zurück</translation>
    </message>
    <message>
        <source>Second on</source>
        <translation>Eine Sekunde weiter</translation>
    </message>
    <message>
        <source>Go to the start</source>
        <translation>Zum Anfang</translation>
    </message>
    <message>
        <source>Go to the end</source>
        <translation>Zum Ende</translation>
    </message>
    <message>
        <source>Previous cut</source>
        <translation>Voriger Schnitt</translation>
    </message>
    <message>
        <source>Next cut</source>
        <translation>Nächster Schnitt</translation>
    </message>
    <message>
        <source>Go to &amp;timecode ...</source>
        <translation>Zum &amp;Timecode gehen ...</translation>
    </message>
    <message>
        <source>Mark &amp;in</source>
        <translation>&amp;In-Punkt setzen</translation>
    </message>
    <message>
        <source>Mark &amp;out</source>
        <translation>&amp;Out-Punkt setzen</translation>
    </message>
    <message>
        <source>Clear in and out</source>
        <translation>In und Out löschen</translation>
    </message>
    <message>
        <source>&amp;Loop</source>
        <translation>&amp;Schleife</translation>
    </message>
    <message>
        <source>Go round between in and out, or in the current shot</source>
        <translation>Zwischen In und Out oder in der aktuellen Einstellung kreisen</translation>
    </message>
    <message>
        <source>S&amp;crub with sound</source>
        <translation>Beim Suchen mit&amp;hören</translation>
    </message>
    <message>
        <source>Hear the moment under a playhead that is moved by hand</source>
        <translation>Den Augenblick hören, zu dem die Abspielmarke von Hand bewegt wird</translation>
    </message>
    <message>
        <source>&amp;Hear notes that are touched</source>
        <translation>&amp;Angefasste Noten hören</translation>
    </message>
    <message>
        <source>Notes and keys sound when they are clicked, drawn or moved</source>
        <translation>Noten und Tasten klingen, wenn man sie anklickt, zeichnet oder bewegt</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Zoom in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Zoom to &amp;all</source>
        <translation>&amp;Alles zeigen</translation>
    </message>
    <message>
        <source>Zoom to the &amp;selection</source>
        <translation>Auswah&amp;l zeigen</translation>
    </message>
    <message>
        <source>&amp;Full screen viewer</source>
        <translation>Bild im Voll&amp;bild</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>Anordnung &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;First steps and keys</source>
        <translation>&amp;Erste Schritte und Tasten</translation>
    </message>
    <message>
        <source>&amp;Copy diagnostics</source>
        <translation>&amp;Diagnose kopieren</translation>
    </message>
    <message>
        <source>&amp;About Foley Post</source>
        <translation>&amp;Über Foley Post</translation>
    </message>
</context>
<context>
    <name>BatchArrangement</name>
    <message>
        <source>One key over {0} shots</source>
        <translation>Eine Tonart über {0} Einstellungen</translation>
    </message>
</context>
<context>
    <name>Choosing</name>
    <message>
        <source>Open a timeline, a film or a project</source>
        <translation>Timeline, Film oder Projekt öffnen</translation>
    </message>
    <message>
        <source>Timelines, films and projects ({0} *.foley);;All files (*)</source>
        <translation>Timelines, Filme und Projekte ({0} *.foley);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>Projekt sichern</translation>
    </message>
    <message>
        <source>Foley Post projects (*.foley)</source>
        <translation>Foley-Post-Projekte (*.foley)</translation>
    </message>
</context>
<context>
    <name>DialogCommands</name>
    <message>
        <source>Change preferences</source>
        <translation>Einstellungen ändern</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Foley Post</source>
        <translation>Foley Post</translation>
    </message>
    <message>
        <source>Recover unsaved work?</source>
        <translation>Ungesicherte Arbeit wiederherstellen?</translation>
    </message>
    <message>
        <source>There is unsaved work on {0} from {1}.</source>
        <translation>Zu {0} gibt es ungesicherte Arbeit von {1}.</translation>
    </message>
    <message>
        <source>Recover it, or delete it and open what was saved.</source>
        <translation>Stellen Sie sie wieder her, oder löschen Sie sie und öffnen, was gespeichert ist.</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Stop the jobs</source>
        <translation>Aufträge abbrechen</translation>
    </message>
    <message>
        <source>Save your work?</source>
        <translation>Arbeit speichern?</translation>
    </message>
    <message>
        <source>Your work on {0} is not saved.</source>
        <translation>Ihre Arbeit an {0} ist nicht gespeichert.</translation>
    </message>
    <message>
        <source>It is saved as a project (.foley); timelines are never changed.</source>
        <translation>Sie wird als Projekt (.foley) gespeichert; Timelines werden nie verändert.</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Stop the jobs?</source>
        <translation>Aufträge abbrechen?</translation>
    </message>
    <message>
        <source>{0} jobs are not finished. What they have done so far is lost.</source>
        <translation>{0} Aufträge sind nicht fertig. Was sie bisher getan haben, geht verloren.</translation>
    </message>
    <message>
        <source>A job is not finished. What it has done so far is lost.</source>
        <translation>Ein Auftrag ist nicht fertig. Was er bisher getan hat, geht verloren.</translation>
    </message>
    <message>
        <source>Let them finish</source>
        <translation>Fertig werden lassen</translation>
    </message>
</context>
<context>
    <name>DockTitle</name>
    <message>
        <source>Float {0}</source>
        <translation>{0} abdocken</translation>
    </message>
    <message>
        <source>Close {0}</source>
        <translation>{0} schließen</translation>
    </message>
</context>
<context>
    <name>Documents</name>
    <message>
        <source>The project was not saved</source>
        <translation>Das Projekt wurde nicht gesichert</translation>
    </message>
    <message>
        <source>Autosave failed: {0}</source>
        <translation>Automatisches Sichern misslang: {0}</translation>
    </message>
    <message>
        <source>Relink media</source>
        <translation>Medien neu verknüpfen</translation>
    </message>
    <message>
        <source>{0} clips are still without media.</source>
        <translation>{0} Clips sind noch ohne Medien.</translation>
    </message>
    <message>
        <source>All media was found.</source>
        <translation>Alle Medien wurden gefunden.</translation>
    </message>
    <message>
        <source>Look for media</source>
        <translation>Medien suchen</translation>
    </message>
    <message>
        <source>The media was not found</source>
        <translation>Die Medien wurden nicht gefunden</translation>
    </message>
    <message>
        <source>The project cannot be opened</source>
        <translation>Das Projekt lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>Open {0}</source>
        <translation>{0} öffnen</translation>
    </message>
    <message>
        <source>{0} cannot be opened</source>
        <translation>{0} lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>{0} changed since this project was saved.</source>
        <translation>{0} wurde geändert, seit dieses Projekt gesichert wurde.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>As played</source>
        <translation>Wie gespielt</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Lautheit</translation>
    </message>
    <message>
        <source>Export stems and timelines</source>
        <translation>Stems und Timelines exportieren</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Choose ...</source>
        <translation>Wählen ...</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Einen Ordner wählen</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>Raum</translation>
    </message>
    <message>
        <source> s before and after each shot</source>
        <translation> s vor und nach jeder Einstellung</translation>
    </message>
    <message>
        <source>Handles</source>
        <translation>Anfasser</translation>
    </message>
    <message>
        <source>A mix of all stems</source>
        <translation>Eine Mischung aller Stems</translation>
    </message>
    <message>
        <source>Markers at every hit</source>
        <translation>Marker an jedem Anschlag</translation>
    </message>
    <message>
        <source>Clips with what was seen</source>
        <translation>Clips mit dem Gesehenen</translation>
    </message>
    <message>
        <source>Only the selected shot</source>
        <translation>Nur die gewählte Einstellung</translation>
    </message>
    <message>
        <source>Only the {0} selected shots</source>
        <translation>Nur die {0} gewählten Einstellungen</translation>
    </message>
    <message>
        <source>Stems without the faders</source>
        <translation>Stems ohne die Regler</translation>
    </message>
    <message>
        <source>At the level they were made, for whoever mixes them; not as you hear them here</source>
        <translation>So laut, wie sie entstanden sind, für die Mischung; nicht so, wie Sie sie hier hören</translation>
    </message>
    <message>
        <source>Timelines for</source>
        <translation>Timelines für</translation>
    </message>
    <message>
        <source>Also write</source>
        <translation>Außerdem schreiben</translation>
    </message>
    <message>
        <source>This folder holds an earlier export: files of the same name are replaced.</source>
        <translation>In diesem Ordner liegt schon ein Export: Dateien gleichen Namens werden ersetzt.</translation>
    </message>
    <message>
        <source>Stems are 24-bit broadcast WAVs with timecode, on new audio tracks of a copy of your timeline. Your own file is never written to.</source>
        <translation>Stems sind 24-Bit-Broadcast-WAVs mit Timecode, auf neuen Tonspuren einer Kopie Ihrer Timeline. In Ihre eigene Datei wird nie geschrieben.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Premiere Pro</source>
        <translation>Premiere Pro</translation>
    </message>
    <message>
        <source>DaVinci Resolve</source>
        <translation>DaVinci Resolve</translation>
    </message>
    <message>
        <source>Final Cut Pro</source>
        <translation>Final Cut Pro</translation>
    </message>
    <message>
        <source>Folder for stems and timelines</source>
        <translation>Ordner für Stems und Timelines</translation>
    </message>
</context>
<context>
    <name>ExportPanel</name>
    <message>
        <source>Nothing has been exported yet.</source>
        <translation>Es wurde noch nichts exportiert.</translation>
    </message>
    <message>
        <source>Exported files</source>
        <translation>Exportierte Dateien</translation>
    </message>
    <message>
        <source>Drag a file or a whole group into your editor</source>
        <translation>Eine Datei oder eine ganze Gruppe in das Schnittprogramm ziehen</translation>
    </message>
    <message>
        <source>Export ...</source>
        <translation>Exportieren ...</translation>
    </message>
    <message>
        <source>Export stems and timelines (Ctrl+E)</source>
        <translation>Stems und Timelines exportieren (Strg+E)</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Open the folder in the file manager</source>
        <translation>Den Ordner in der Dateiverwaltung öffnen</translation>
    </message>
    <message>
        <source>Other timelines</source>
        <translation>Andere Timelines</translation>
    </message>
    <message>
        <source>Stems</source>
        <translation>Stems</translation>
    </message>
    <message>
        <source>Mix</source>
        <translation>Mischung</translation>
    </message>
    <message>
        <source>MIDI</source>
        <translation>MIDI</translation>
    </message>
    <message>
        <source>Clips with what was seen</source>
        <translation>Clips mit dem Gesehenen</translation>
    </message>
    <message>
        <source>In {0}</source>
        <translation>In {0}</translation>
    </message>
    <message>
        <source>To know</source>
        <translation>Zu wissen</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>Change export options</source>
        <translation>Exportoptionen ändern</translation>
    </message>
    <message>
        <source>Export to {0}</source>
        <translation>Nach {0} exportieren</translation>
    </message>
    <message>
        <source>Nothing was exported</source>
        <translation>Es wurde nichts exportiert</translation>
    </message>
    <message>
        <source>{0} is not there any more.</source>
        <translation>{0} ist nicht mehr da.</translation>
    </message>
    <message>
        <source>There is no file manager to open; the files are in {0}.</source>
        <translation>Es lässt sich keine Dateiverwaltung öffnen; die Dateien liegen in {0}.</translation>
    </message>
    <message>
        <source>1 stem</source>
        <translation>1 Stem</translation>
    </message>
    <message>
        <source>1 timeline</source>
        <translation>1 Timeline</translation>
    </message>
    <message>
        <source>{0} stems</source>
        <translation>{0} Stems</translation>
    </message>
    <message>
        <source>{0} timelines</source>
        <translation>{0} Timelines</translation>
    </message>
    <message>
        <source>Exported: {0} and {1}.</source>
        <translation>Exportiert: {0} und {1}.</translation>
    </message>
    <message>
        <source>Not everything could be written.</source>
        <translation>Nicht alles ließ sich schreiben.</translation>
    </message>
</context>
<context>
    <name>FileCommands</name>
    <message>
        <source>There is no timeline and no film in {0}.</source>
        <translation>In {0} ist weder eine Timeline noch ein Film.</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Noch nichts</translation>
    </message>
</context>
<context>
    <name>FolderDialog</name>
    <message>
        <source>Open from {0}</source>
        <translation>Aus {0} öffnen</translation>
    </message>
    <message>
        <source>Timelines, films and projects in this folder</source>
        <translation>Timelines, Filme und Projekte in diesem Ordner</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>FrameStrip</name>
    <message>
        <source>Frames around the note</source>
        <translation>Einzelbilder um die Note</translation>
    </message>
    <message>
        <source>The frames before and after the note; click one to go there</source>
        <translation>Die Bilder vor und nach der Note; ein Klick führt hin</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Note</translation>
    </message>
</context>
<context>
    <name>Generating</name>
    <message>
        <source>Auto</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Change instrument to {0}</source>
        <translation>Instrument zu {0} ändern</translation>
    </message>
    <message>
        <source>Style {0}</source>
        <translation>Stil {0}</translation>
    </message>
    <message>
        <source>1 shot is being scored.</source>
        <translation>1 Einstellung wird vertont.</translation>
    </message>
    <message>
        <source>{0} shots are being scored.</source>
        <translation>{0} Einstellungen werden vertont.</translation>
    </message>
    <message>
        <source>Every shot has music. Select shots to score them again.</source>
        <translation>Jede Einstellung hat Musik. Einstellungen wählen, um sie neu zu vertonen.</translation>
    </message>
    <message>
        <source>As seen</source>
        <translation>Wie gesehen</translation>
    </message>
    <message>
        <source>Choose take {0}</source>
        <translation>Take {0} wählen</translation>
    </message>
    <message>
        <source>Keep only this take</source>
        <translation>Nur diesen Take behalten</translation>
    </message>
    <message>
        <source>The other takes were deleted.</source>
        <translation>Die anderen Takes sind gelöscht.</translation>
    </message>
    <message>
        <source>Loosen sync</source>
        <translation>Sync lockern</translation>
    </message>
    <message>
        <source>One key over {0} shots</source>
        <translation>Eine Tonart über {0} Einstellungen</translation>
    </message>
    <message>
        <source>Delete take</source>
        <translation>Take löschen</translation>
    </message>
    <message>
        <source>The take was deleted.</source>
        <translation>Der Take ist gelöscht.</translation>
    </message>
    <message>
        <source>Score {0} {1}</source>
        <translation>{0} {1} vertonen</translation>
    </message>
    <message>
        <source>Nobody is seen to play in this shot.</source>
        <translation>In dieser Einstellung ist niemand zu sehen, der spielt.</translation>
    </message>
    <message>
        <source>Score {0}</source>
        <translation>{0} vertonen</translation>
    </message>
</context>
<context>
    <name>Giving</name>
    <message>
        <source>Give to</source>
        <translation>Geben an</translation>
    </message>
    <message>
        <source>Nobody else has a take in this shot.</source>
        <translation>Niemand sonst hat in dieser Einstellung einen Take.</translation>
    </message>
    <message>
        <source>Give notes to {0}</source>
        <translation>Noten an {0} geben</translation>
    </message>
    <message>
        <source>{0} has them now.</source>
        <translation>{0} hat sie jetzt.</translation>
    </message>
</context>
<context>
    <name>GoTo</name>
    <message>
        <source>Go to timecode</source>
        <translation>Zum Timecode gehen</translation>
    </message>
    <message>
        <source>Timecode, as much of it as differs; + or - goes on or back by so much:</source>
        <translation>Timecode, so viel davon wie sich unterscheidet; + oder - geht um so viel weiter oder zurück:</translation>
    </message>
    <message>
        <source>{0} is not a timecode of this timeline.</source>
        <translation>{0} ist kein Timecode dieser Timeline.</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>First steps and keys</source>
        <translation>Erste Schritte und Tasten</translation>
    </message>
    <message>
        <source>Open your editing timeline, or drop it on the window.</source>
        <translation>Öffnen Sie Ihre Schnitt-Timeline oder ziehen Sie sie auf das Fenster.</translation>
    </message>
    <message>
        <source>Click the shots in which people play (Ctrl adds one, Shift up to one).</source>
        <translation>Klicken Sie die Einstellungen an, in denen gespielt wird (Strg nimmt eine hinzu, Umschalt alle bis zu einer).</translation>
    </message>
    <message>
        <source>Press Generate score. Each shot shows how far it is.</source>
        <translation>Drücken Sie Musik erzeugen. Jede Einstellung zeigt, wie weit sie ist.</translation>
    </message>
    <message>
        <source>Press Space and look and listen. Double-click a shot to see its notes; drag, draw and delete them. Choose another instrument or take in the inspector.</source>
        <translation>Drücken Sie die Leertaste, sehen und hören Sie. Ein Doppelklick auf eine Einstellung zeigt ihre Noten; ziehen, zeichnen und löschen Sie sie. Ein anderes Instrument oder einen anderen Take wählen Sie im Inspektor.</translation>
    </message>
    <message>
        <source>Press Ctrl+E to export stems and timelines for Premiere, Resolve or Final Cut.</source>
        <translation>Strg+E exportiert Stems und Timelines für Premiere, Resolve oder Final Cut.</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Player</source>
        <translation>Spieler</translation>
    </message>
    <message>
        <source>Whose notes are shown, where several people play</source>
        <translation>Wessen Noten zu sehen sind, wo mehrere spielen</translation>
    </message>
    <message>
        <source>Instrument</source>
        <translation>Instrument</translation>
    </message>
    <message>
        <source>The same movements on another instrument</source>
        <translation>Dieselben Bewegungen auf einem anderen Instrument</translation>
    </message>
    <message>
        <source>Auto: see for itself</source>
        <translation>Automatisch: selbst erkennen</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>The take in a style, as one more take</source>
        <translation>Der Take in einem Stil, als weiterer Take</translation>
    </message>
    <message>
        <source>As seen</source>
        <translation>Wie gesehen</translation>
    </message>
    <message>
        <source>Sync report</source>
        <translation>Sync-Bericht</translation>
    </message>
    <message>
        <source>Loosen sync</source>
        <translation>Sync lockern</translation>
    </message>
    <message>
        <source>How far a style, a tempo or Quantise may move notes off the movement</source>
        <translation>Wie weit ein Stil, ein Tempo oder Quantisieren die Noten von der Bewegung entfernen darf</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
    <message>
        <source>{0} shots</source>
        <translation>{0} Einstellungen</translation>
    </message>
    <message>
        <source>No shot</source>
        <translation>Keine Einstellung</translation>
    </message>
    <message>
        <source>Generate a score to see how sure it is.</source>
        <translation>Erzeugen Sie Musik, um zu sehen, wie sicher sie ist.</translation>
    </message>
    <message>
        <source>Nobody yet</source>
        <translation>Noch niemand</translation>
    </message>
    <message>
        <source>Select a shot in the timeline.</source>
        <translation>Wählen Sie eine Einstellung in der Timeline.</translation>
    </message>
    <message>
        <source>{0} at {1}, {2} s
{3}</source>
        <translation>{0} bei {1}, {2} s
{3}</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
</context>
<context>
    <name>JobAnswer</name>
    <message>
        <source>Change export options</source>
        <translation>Exportoptionen ändern</translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>Progress of all jobs</source>
        <translation>Fortschritt aller Aufträge</translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation>Alle abbrechen</translation>
    </message>
    <message>
        <source>Cancel all jobs</source>
        <translation>Alle Aufträge abbrechen</translation>
    </message>
    <message>
        <source>Cancel all jobs (Ctrl+.)</source>
        <translation>Alle Aufträge abbrechen (Strg+.)</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Clear jobs that are over</source>
        <translation>Erledigte Aufträge entfernen</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>No jobs are running.</source>
        <translation>Es laufen keine Aufträge.</translation>
    </message>
    <message>
        <source>No jobs yet.</source>
        <translation>Noch keine Aufträge.</translation>
    </message>
    <message>
        <source>{0} to do, {1} %</source>
        <translation>{0} offen, {1} %</translation>
    </message>
</context>
<context>
    <name>LaneHeader</name>
    <message>
        <source>M</source>
        <translation>M</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>stumm</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>{0} % right</source>
        <translation>{0} % rechts</translation>
    </message>
    <message>
        <source>{0} % left</source>
        <translation>{0} % links</translation>
    </message>
    <message>
        <source>Mute {0}</source>
        <translation>{0} stumm</translation>
    </message>
    <message>
        <source>Level of {0}</source>
        <translation>Pegel von {0}</translation>
    </message>
    <message>
        <source>Pan of {0}</source>
        <translation>Panorama von {0}</translation>
    </message>
    <message>
        <source>{0}: {1} (double click puts it back)</source>
        <translation>{0}: {1} (Doppelklick stellt zurück)</translation>
    </message>
    <message>
        <source>S</source>
        <translation>S</translation>
    </message>
    <message>
        <source>Solo {0}</source>
        <translation>{0} solo</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message>
        <source>Piano</source>
        <translation>Klavier</translation>
    </message>
    <message>
        <source>Accordion</source>
        <translation>Akkordeon</translation>
    </message>
    <message>
        <source>Violin</source>
        <translation>Violine</translation>
    </message>
    <message>
        <source>Viola</source>
        <translation>Bratsche</translation>
    </message>
    <message>
        <source>Cello</source>
        <translation>Cello</translation>
    </message>
    <message>
        <source>Double bass</source>
        <translation>Kontrabass</translation>
    </message>
    <message>
        <source>Acoustic guitar</source>
        <translation>Akustische Gitarre</translation>
    </message>
    <message>
        <source>Ukulele</source>
        <translation>Ukulele</translation>
    </message>
    <message>
        <source>Electric bass</source>
        <translation>E-Bass</translation>
    </message>
    <message>
        <source>Flute</source>
        <translation>Flöte</translation>
    </message>
    <message>
        <source>Clarinet</source>
        <translation>Klarinette</translation>
    </message>
    <message>
        <source>Saxophone</source>
        <translation>Saxophon</translation>
    </message>
    <message>
        <source>Bassoon</source>
        <translation>Fagott</translation>
    </message>
    <message>
        <source>Trumpet</source>
        <translation>Trompete</translation>
    </message>
    <message>
        <source>Tuba</source>
        <translation>Tuba</translation>
    </message>
    <message>
        <source>Xylophone</source>
        <translation>Xylophon</translation>
    </message>
    <message>
        <source>Drum kit</source>
        <translation>Schlagzeug</translation>
    </message>
    <message>
        <source>Organ</source>
        <translation>Orgel</translation>
    </message>
    <message>
        <source>Erhu</source>
        <translation>Erhu</translation>
    </message>
    <message>
        <source>Electric guitar</source>
        <translation>E-Gitarre</translation>
    </message>
    <message>
        <source>Mandolin</source>
        <translation>Mandoline</translation>
    </message>
    <message>
        <source>Banjo</source>
        <translation>Banjo</translation>
    </message>
    <message>
        <source>Harp</source>
        <translation>Harfe</translation>
    </message>
    <message>
        <source>Oboe</source>
        <translation>Oboe</translation>
    </message>
    <message>
        <source>French horn</source>
        <translation>Horn</translation>
    </message>
    <message>
        <source>Trombone</source>
        <translation>Posaune</translation>
    </message>
    <message>
        <source>Harmonica</source>
        <translation>Mundharmonika</translation>
    </message>
    <message>
        <source>Hand drums</source>
        <translation>Handtrommeln</translation>
    </message>
    <message>
        <source>fingers on the keys and what changes under them</source>
        <translation>Finger auf den Tasten und was sich unter ihnen ändert</translation>
    </message>
    <message>
        <source>the bow&apos;s turns, and the left hand&apos;s fingers</source>
        <translation>die Wechsel des Bogens und die Finger der linken Hand</translation>
    </message>
    <message>
        <source>the plucking hand&apos;s strokes</source>
        <translation>die Anschläge der zupfenden Hand</translation>
    </message>
    <message>
        <source>fingers and breath, faintly</source>
        <translation>Finger und Atem, schwach</translation>
    </message>
    <message>
        <source>the sticks&apos; lowest points</source>
        <translation>die tiefsten Punkte der Schlägel</translation>
    </message>
    <message>
        <source>the hands&apos; lowest points</source>
        <translation>die tiefsten Punkte der Hände</translation>
    </message>
    <message>
        <source>yes, where the keyboard is in view</source>
        <translation>ja, wo die Tastatur im Bild ist</translation>
    </message>
    <message>
        <source>rarely</source>
        <translation>selten</translation>
    </message>
    <message>
        <source>partly</source>
        <translation>teilweise</translation>
    </message>
    <message>
        <source>hardly</source>
        <translation>kaum</translation>
    </message>
    <message>
        <source>where the bars are in view</source>
        <translation>wo die Stäbe im Bild sind</translation>
    </message>
    <message>
        <source>which drum, partly</source>
        <translation>welche Trommel, teilweise</translation>
    </message>
    <message>
        <source>Ambient</source>
        <translation>Ambient</translation>
    </message>
    <message>
        <source>Baroque</source>
        <translation>Barock</translation>
    </message>
    <message>
        <source>Blues</source>
        <translation>Blues</translation>
    </message>
    <message>
        <source>Cinematic</source>
        <translation>Filmisch</translation>
    </message>
    <message>
        <source>Classical</source>
        <translation>Klassisch</translation>
    </message>
    <message>
        <source>Folk</source>
        <translation>Volksmusik</translation>
    </message>
    <message>
        <source>Jazz</source>
        <translation>Jazz</translation>
    </message>
    <message>
        <source>Minimal</source>
        <translation>Minimal</translation>
    </message>
    <message>
        <source>Pop</source>
        <translation>Pop</translation>
    </message>
    <message>
        <source>Romantic</source>
        <translation>Romantisch</translation>
    </message>
    <message>
        <source>Dry</source>
        <translation>Trocken</translation>
    </message>
    <message>
        <source>Studio</source>
        <translation>Studio</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>Raum</translation>
    </message>
    <message>
        <source>Chamber</source>
        <translation>Kammer</translation>
    </message>
    <message>
        <source>Hall</source>
        <translation>Saal</translation>
    </message>
    <message>
        <source>Church</source>
        <translation>Kirche</translation>
    </message>
    <message>
        <source>nose</source>
        <translation>Nase</translation>
    </message>
    <message>
        <source>neck</source>
        <translation>Hals</translation>
    </message>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>shoulder</source>
        <translation>Schulter</translation>
    </message>
    <message>
        <source>elbow</source>
        <translation>Ellbogen</translation>
    </message>
    <message>
        <source>wrist</source>
        <translation>Handgelenk</translation>
    </message>
    <message>
        <source>mid</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>hip</source>
        <translation>Hüfte</translation>
    </message>
    <message>
        <source>knee</source>
        <translation>Knie</translation>
    </message>
    <message>
        <source>ankle</source>
        <translation>Knöchel</translation>
    </message>
    <message>
        <source>eye</source>
        <translation>Auge</translation>
    </message>
    <message>
        <source>ear</source>
        <translation>Ohr</translation>
    </message>
    <message>
        <source>big</source>
        <translation>groß</translation>
    </message>
    <message>
        <source>small</source>
        <translation>klein</translation>
    </message>
    <message>
        <source>toe</source>
        <translation>Zeh</translation>
    </message>
    <message>
        <source>heel</source>
        <translation>Ferse</translation>
    </message>
    <message>
        <source>thumb</source>
        <translation>Daumen</translation>
    </message>
    <message>
        <source>index</source>
        <translation>Zeigefinger</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>Mittelfinger</translation>
    </message>
    <message>
        <source>ring</source>
        <translation>Ringfinger</translation>
    </message>
    <message>
        <source>little</source>
        <translation>kleiner Finger</translation>
    </message>
    <message>
        <source>fingertip</source>
        <translation>Fingerkuppe</translation>
    </message>
    <message>
        <source>finger</source>
        <translation>Gelenk</translation>
    </message>
    <message>
        <source>tip</source>
        <translation>Kuppe</translation>
    </message>
    <message>
        <source>in sync</source>
        <translation>synchron</translation>
    </message>
    <message>
        <source>not proven by the picture</source>
        <translation>vom Bild nicht belegt</translation>
    </message>
    <message>
        <source>sound early</source>
        <translation>Ton zu früh</translation>
    </message>
    <message>
        <source>sound late</source>
        <translation>Ton zu spät</translation>
    </message>
    <message>
        <source>too few notes</source>
        <translation>zu wenige Noten</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Viewer</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Piano roll</source>
        <translation>Piano-Roll</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Timeline</translation>
    </message>
    <message>
        <source>Shots</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>&amp;Undo {0}</source>
        <translation>{0} &amp;rückgängig machen</translation>
    </message>
    <message>
        <source>&amp;Redo {0}</source>
        <translation>{0} &amp;wiederherstellen</translation>
    </message>
    <message>
        <source>The preferences were damaged; they are kept as {0} and begin anew.</source>
        <translation>Die Einstellungen waren beschädigt; sie liegen als {0} bereit und beginnen neu.</translation>
    </message>
    <message>
        <source>Foley Post</source>
        <translation>Foley Post</translation>
    </message>
    <message>
        <source>{0} (not saved)</source>
        <translation>{0} (nicht gesichert)</translation>
    </message>
    <message>
        <source>There is no audio device: playing without sound.</source>
        <translation>Kein Audiogerät: Wiedergabe ohne Ton.</translation>
    </message>
    <message>
        <source>Diagnostics are on the clipboard.</source>
        <translation>Die Diagnose liegt in der Zwischenablage.</translation>
    </message>
</context>
<context>
    <name>NoteActions</name>
    <message>
        <source>Cut {0}</source>
        <translation>{0} ausschneiden</translation>
    </message>
    <message>
        <source>Paste {0}</source>
        <translation>{0} einfügen</translation>
    </message>
    <message>
        <source>Delete {0}</source>
        <translation>{0} löschen</translation>
    </message>
    <message>
        <source>Raise {0} a semitone</source>
        <translation>{0} einen Halbton höher</translation>
    </message>
    <message>
        <source>Lower {0} a semitone</source>
        <translation>{0} einen Halbton tiefer</translation>
    </message>
    <message>
        <source>Raise {0} an octave</source>
        <translation>{0} eine Oktave höher</translation>
    </message>
    <message>
        <source>Lower {0} an octave</source>
        <translation>{0} eine Oktave tiefer</translation>
    </message>
    <message>
        <source>Move {0} later</source>
        <translation>{0} später</translation>
    </message>
    <message>
        <source>Move {0} earlier</source>
        <translation>{0} früher</translation>
    </message>
    <message>
        <source>Lengthen {0}</source>
        <translation>{0} verlängern</translation>
    </message>
    <message>
        <source>Shorten {0}</source>
        <translation>{0} verkürzen</translation>
    </message>
    <message>
        <source>Quantise {0}</source>
        <translation>{0} quantisieren</translation>
    </message>
    <message>
        <source>Snap {0} to the movement</source>
        <translation>{0} an der Bewegung einrasten</translation>
    </message>
    <message>
        <source>Make {0} louder</source>
        <translation>{0} lauter</translation>
    </message>
    <message>
        <source>Make {0} softer</source>
        <translation>{0} leiser</translation>
    </message>
    <message>
        <source>Pin {0}</source>
        <translation>{0} fixieren</translation>
    </message>
    <message>
        <source>Unpin {0}</source>
        <translation>{0} lösen</translation>
    </message>
    <message>
        <source>a note</source>
        <translation>eine Note</translation>
    </message>
    <message>
        <source>{0} notes</source>
        <translation>{0} Noten</translation>
    </message>
</context>
<context>
    <name>OriginalSound</name>
    <message>
        <source>Sweeten: it stays under the music</source>
        <translation>Ergänzen: er bleibt unter der Musik</translation>
    </message>
    <message>
        <source>Replace: it is ducked where there is music</source>
        <translation>Ersetzen: er wird leiser, wo Musik ist</translation>
    </message>
    <message>
        <source>Replace: it is off where there is music</source>
        <translation>Ersetzen: er ist aus, wo Musik ist</translation>
    </message>
    <message>
        <source>Take notes from each clip&apos;s own sound</source>
        <translation>Noten aus dem Ton jedes Clips nehmen</translation>
    </message>
    <message>
        <source>Take no notes from the sound</source>
        <translation>Keine Noten aus dem Ton nehmen</translation>
    </message>
    <message>
        <source>What the original sound is for</source>
        <translation>Wozu der Originalton dient</translation>
    </message>
    <message>
        <source>While you listen</source>
        <translation>Beim Hören</translation>
    </message>
    <message>
        <source>When a score is generated</source>
        <translation>Wenn Musik erzeugt wird</translation>
    </message>
    <message>
        <source>Take notes from the track {0}</source>
        <translation>Noten aus der Spur {0} nehmen</translation>
    </message>
    <message>
        <source>Take notes from a file ...</source>
        <translation>Noten aus einer Datei nehmen ...</translation>
    </message>
    <message>
        <source>It counts from the timeline&apos;s first frame</source>
        <translation>Sie zählt vom ersten Bild der Timeline an</translation>
    </message>
    <message>
        <source>Duck the original sound</source>
        <translation>Originalton absenken</translation>
    </message>
    <message>
        <source>Choose the guide sound</source>
        <translation>Führungston wählen</translation>
    </message>
    <message>
        <source>Sound {0}</source>
        <translation>Ton {0}</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>Rename a player</source>
        <translation>Spieler umbenennen</translation>
    </message>
    <message>
        <source>Change instrument to {0}</source>
        <translation>Instrument zu {0} ändern</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Ignore {0}</source>
        <translation>{0} übergehen</translation>
    </message>
    <message>
        <source>Score {0}</source>
        <translation>{0} vertonen</translation>
    </message>
    <message>
        <source>Only this player in all shots of this camera</source>
        <translation>Nur dieser Spieler in allen Einstellungen dieser Kamera</translation>
    </message>
    <message>
        <source>{0} shots of this camera follow when they are generated again.</source>
        <translation>{0} Einstellungen dieser Kamera folgen, wenn sie neu erzeugt werden.</translation>
    </message>
    <message>
        <source>All players in the shots of this camera</source>
        <translation>Alle Spieler in den Einstellungen dieser Kamera</translation>
    </message>
    <message>
        <source>Remove a player&apos;s box</source>
        <translation>Rahmen eines Spielers entfernen</translation>
    </message>
    <message>
        <source>Draw a box around a player</source>
        <translation>Einen Rahmen um einen Spieler ziehen</translation>
    </message>
</context>
<context>
    <name>PianoRoll</name>
    <message>
        <source>Piano roll</source>
        <translation>Piano-Roll</translation>
    </message>
    <message>
        <source>Scroll the notes in time</source>
        <translation>Die Noten in der Zeit rollen</translation>
    </message>
    <message>
        <source>Scroll the notes in pitch</source>
        <translation>Die Noten in der Tonhöhe rollen</translation>
    </message>
    <message>
        <source>{0} notes, none selected</source>
        <translation>{0} Noten, keine gewählt</translation>
    </message>
    <message>
        <source>{0} notes selected</source>
        <translation>{0} Noten gewählt</translation>
    </message>
    <message>
        <source>{0} at {1} s</source>
        <translation>{0} bei {1} s</translation>
    </message>
    <message>
        <source>Scoring {0} %</source>
        <translation>Vertonung {0} %</translation>
    </message>
    <message>
        <source>Waiting its turn</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>The notes appear here when the players have been watched.</source>
        <translation>Die Noten erscheinen hier, sobald die Spielenden angesehen sind.</translation>
    </message>
    <message>
        <source>No notes</source>
        <translation>Keine Noten</translation>
    </message>
    <message>
        <source>Press Generate score (Ctrl+G) to watch this shot, draw notes (D), or tap them (T) while it plays.</source>
        <translation>Musik erzeugen (Strg+G) sieht sich diese Einstellung an; oder Noten zeichnen (D) oder beim Abspielen antippen (T).</translation>
    </message>
    <message>
        <source>No notes yet</source>
        <translation>Noch keine Noten</translation>
    </message>
    <message>
        <source>Draw a note</source>
        <translation>Eine Note zeichnen</translation>
    </message>
    <message>
        <source>Stretch notes</source>
        <translation>Noten dehnen</translation>
    </message>
    <message>
        <source>Move notes</source>
        <translation>Noten verschieben</translation>
    </message>
</context>
<context>
    <name>PieceDialog</name>
    <message>
        <source>Key and tempo</source>
        <translation>Tonart und Tempo</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tonart</translation>
    </message>
    <message>
        <source>The one the notes suggest</source>
        <translation>Die, welche die Noten nahelegen</translation>
    </message>
    <message>
        <source>{0} major</source>
        <translation>{0}-Dur</translation>
    </message>
    <message>
        <source>{0} minor</source>
        <translation>{0}-Moll</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>As played</source>
        <translation>Wie gespielt</translation>
    </message>
    <message>
        <source> beats a minute</source>
        <translation> Schläge je Minute</translation>
    </message>
    <message>
        <source>Only the {0} selected shots</source>
        <translation>Nur die {0} gewählten Einstellungen</translation>
    </message>
    <message>
        <source>Pitches move to the key; the beat runs on from shot to shot. Sync is loosened by {0} % (inspector): at 0 % no note that the picture holds moves in time.</source>
        <translation>Die Tonhöhen rücken in die Tonart; der Beat läuft von Einstellung zu Einstellung weiter. Der Sync ist um {0} % gelockert (Inspektor): Bei 0 % bleibt jede Note, die das Bild hält, an ihrer Stelle.</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
</context>
<context>
    <name>Players</name>
    <message>
        <source>Player {0}</source>
        <translation>Spieler {0}</translation>
    </message>
    <message>
        <source>Music</source>
        <translation>Musik</translation>
    </message>
</context>
<context>
    <name>Pointing</name>
    <message>
        <source>{0}: not scored</source>
        <translation>{0}: nicht vertont</translation>
    </message>
    <message>
        <source>Go to a shot&apos;s picture first.</source>
        <translation>Zuerst zum Bild einer Einstellung gehen.</translation>
    </message>
    <message>
        <source>Drag a box around the hands or the player in the picture. Esc stops.</source>
        <translation>Im Bild einen Rahmen um die Hände oder den Spieler ziehen. Esc bricht ab.</translation>
    </message>
    <message>
        <source>Name of the player</source>
        <translation>Name des Spielers</translation>
    </message>
    <message>
        <source>Name, empty for their number:</source>
        <translation>Name, leer für die Nummer:</translation>
    </message>
    <message>
        <source>Draw a box around a player</source>
        <translation>Einen Rahmen um einen Spieler ziehen</translation>
    </message>
    <message>
        <source>Score all players of this camera again</source>
        <translation>Alle Spieler dieser Kamera wieder vertonen</translation>
    </message>
    <message>
        <source>Show the notes</source>
        <translation>Noten zeigen</translation>
    </message>
    <message>
        <source>Rename ...</source>
        <translation>Umbenennen ...</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Übergehen</translation>
    </message>
    <message>
        <source>Score anyway</source>
        <translation>Trotzdem vertonen</translation>
    </message>
    <message>
        <source>Only this one in all shots of this camera</source>
        <translation>Nur diesen in allen Einstellungen dieser Kamera</translation>
    </message>
    <message>
        <source>Remove this box</source>
        <translation>Diesen Rahmen entfernen</translation>
    </message>
    <message>
        <source>Instrument</source>
        <translation>Instrument</translation>
    </message>
    <message>
        <source>Auto: see for itself</source>
        <translation>Automatisch: am Bild erkennen</translation>
    </message>
    <message>
        <source>{0} ({1}). Click to score them anyway.</source>
        <translation>{0} ({1}). Klicken, um trotzdem zu vertonen.</translation>
    </message>
    <message>
        <source>{0}. Click to show the notes, right-click for more.</source>
        <translation>{0}. Klicken zeigt die Noten, Rechtsklick mehr.</translation>
    </message>
    <message>
        <source>The box is too small; drag it around the hands.</source>
        <translation>Der Rahmen ist zu klein; um die Hände ziehen.</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation>Rechnen auf</translation>
    </message>
    <message>
        <source>The best there is</source>
        <translation>Dem Besten, was da ist</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>NVIDIA graphics card</source>
        <translation>NVIDIA-Grafikkarte</translation>
    </message>
    <message>
        <source>Apple graphics</source>
        <translation>Apple-Grafik</translation>
    </message>
    <message>
        <source>The shipped SoundFont</source>
        <translation>Der mitgelieferte SoundFont</translation>
    </message>
    <message>
        <source>SoundFont</source>
        <translation>SoundFont</translation>
    </message>
    <message>
        <source>Choose ...</source>
        <translation>Wählen ...</translation>
    </message>
    <message>
        <source>Choose a SoundFont</source>
        <translation>Einen SoundFont wählen</translation>
    </message>
    <message>
        <source>There is no such file: the shipped SoundFont is used.</source>
        <translation>Diese Datei gibt es nicht: Der mitgelieferte SoundFont wird verwendet.</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Handles</source>
        <translation>Anfasser</translation>
    </message>
    <message>
        <source>Autosave every</source>
        <translation>Automatisch sichern alle</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Zwischenspeicher</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Lautheit</translation>
    </message>
    <message>
        <source>Remember watched shots</source>
        <translation>Angesehene Einstellungen merken</translation>
    </message>
    <message>
        <source>A shot that was watched before is scored in seconds</source>
        <translation>Eine schon angesehene Einstellung ist in Sekunden vertont</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Clear the cache</source>
        <translation>Den Zwischenspeicher leeren</translation>
    </message>
    <message>
        <source>Forget every shot that was watched</source>
        <translation>Jede angesehene Einstellung vergessen</translation>
    </message>
    <message>
        <source>{0} MB</source>
        <translation>{0} MB</translation>
    </message>
    <message>
        <source>SoundFonts (*.sf2 *.sf3)</source>
        <translation>SoundFonts (*.sf2 *.sf3)</translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message>
        <source>Choose a sequence</source>
        <translation>Sequenz wählen</translation>
    </message>
    <message>
        <source>{0} holds {1} sequences. Which one is to be scored?</source>
        <translation>{0} enthält {1} Sequenzen. Welche soll vertont werden?</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Choose the frame rate</source>
        <translation>Bildrate wählen</translation>
    </message>
    <message>
        <source>{0} does not say at which frame rate it was cut, and its timecode fits several. At the wrong one every shot drifts.</source>
        <translation>{0} sagt nicht, mit welcher Bildrate geschnitten wurde, und der Timecode passt zu mehreren. Bei der falschen läuft jede Einstellung davon.</translation>
    </message>
    <message>
        <source>{0} fps</source>
        <translation>{0} B/s</translation>
    </message>
    <message>
        <source>Use this rate</source>
        <translation>Diese Rate nehmen</translation>
    </message>
    <message>
        <source>No keyboard was seen in this shot yet.</source>
        <translation>In dieser Einstellung wurde noch keine Klaviatur gesehen.</translation>
    </message>
    <message>
        <source>Lowest key in view</source>
        <translation>Tiefste sichtbare Taste</translation>
    </message>
    <message>
        <source>The ends of the keyboard in {0} are not in the picture, so its octave is a guess. Which is the lowest key in view?</source>
        <translation>Die Enden der Klaviatur in {0} sind nicht im Bild, die Oktave ist also geraten. Welche ist die tiefste sichtbare Taste?</translation>
    </message>
    <message>
        <source>Use this octave</source>
        <translation>Diese Oktave nehmen</translation>
    </message>
    <message>
        <source>Lowest key in view: {0}</source>
        <translation>Tiefste sichtbare Taste: {0}</translation>
    </message>
</context>
<context>
    <name>RecentList</name>
    <message>
        <source>Recent files</source>
        <translation>Zuletzt geöffnete Dateien</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Unsaved work</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>Kept {0}; open it to recover it</source>
        <translation>Aufbewahrt {0}; zum Wiederherstellen öffnen</translation>
    </message>
</context>
<context>
    <name>RelinkDialog</name>
    <message>
        <source>Relink media</source>
        <translation>Medien neu verknüpfen</translation>
    </message>
    <message>
        <source>Where {0} is</source>
        <translation>Wo {0} liegt</translation>
    </message>
    <message>
        <source>{0}   ({1} clips)</source>
        <translation>{0}   ({1} Clips)</translation>
    </message>
    <message>
        <source>{0}   (1 clip)</source>
        <translation>{0}   (1 Clip)</translation>
    </message>
    <message>
        <source>Where is {0}?</source>
        <translation>Wo liegt {0}?</translation>
    </message>
    <message>
        <source>Search by name under</source>
        <translation>Nach Namen suchen unter</translation>
    </message>
    <message>
        <source>Look for media in this folder</source>
        <translation>Medien in diesem Ordner suchen</translation>
    </message>
    <message>
        <source>Files of another type with the same name, too</source>
        <translation>Auch Dateien anderen Typs mit demselben Namen</translation>
    </message>
    <message>
        <source>Proxies and transcodes: clip.mxf is found as clip.mov or clip.mp4</source>
        <translation>Proxys und Umwandlungen: clip.mxf wird als clip.mov oder clip.mp4 gefunden</translation>
    </message>
    <message>
        <source>Say where the timeline&apos;s media lies on this computer. A folder that is found finds its neighbours, and drives are remembered.</source>
        <translation>Sagen Sie, wo die Medien der Timeline auf diesem Rechner liegen. Ein gefundener Ordner findet seine Nachbarn, und Laufwerke werden gemerkt.</translation>
    </message>
    <message>
        <source>All media is there. Another folder can be searched all the same.</source>
        <translation>Alle Medien sind da. Ein weiterer Ordner lässt sich trotzdem durchsuchen.</translation>
    </message>
    <message>
        <source>Relink</source>
        <translation>Neu verknüpfen</translation>
    </message>
    <message>
        <source>A folder on this computer</source>
        <translation>Ein Ordner auf diesem Rechner</translation>
    </message>
    <message>
        <source>Choose ...</source>
        <translation>Wählen ...</translation>
    </message>
    <message>
        <source>Choose: {0}</source>
        <translation>Wählen: {0}</translation>
    </message>
</context>
<context>
    <name>Remedies</name>
    <message>
        <source>Choose another folder in File &gt; Export.</source>
        <translation>Wählen Sie unter Datei &gt; Exportieren einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Choose another SoundFont in Edit &gt; Preferences.</source>
        <translation>Wählen Sie unter Bearbeiten &gt; Einstellungen eine andere SoundFont.</translation>
    </message>
    <message>
        <source>Choose another device in Edit &gt; Preferences.</source>
        <translation>Wählen Sie unter Bearbeiten &gt; Einstellungen ein anderes Gerät.</translation>
    </message>
    <message>
        <source>Say where it is with File &gt; Relink media.</source>
        <translation>Sagen Sie mit Datei &gt; Medien neu verknüpfen, wo es ist.</translation>
    </message>
</context>
<context>
    <name>RollPanel</name>
    <message>
        <source>Select and move</source>
        <translation>Auswählen und verschieben</translation>
    </message>
    <message>
        <source>Draw notes (D)</source>
        <translation>Noten zeichnen (D)</translation>
    </message>
    <message>
        <source>Snap to movement</source>
        <translation>An Bewegung einrasten</translation>
    </message>
    <message>
        <source>Snap to frames</source>
        <translation>An Bildern einrasten</translation>
    </message>
    <message>
        <source>No snap</source>
        <translation>Nicht einrasten</translation>
    </message>
    <message>
        <source>What dragged notes snap to</source>
        <translation>Woran gezogene Noten einrasten</translation>
    </message>
    <message>
        <source>What dragged notes snap to (hold Alt to drag freely)</source>
        <translation>Woran gezogene Noten einrasten (mit Alt frei ziehen)</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Show the whole shot</source>
        <translation>Die ganze Einstellung zeigen</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Gesehen</translation>
    </message>
    <message>
        <source>The movement that plays this note is in the picture.</source>
        <translation>Die Bewegung, die diese Note spielt, ist im Bild.</translation>
    </message>
    <message>
        <source>Heard</source>
        <translation>Gehört</translation>
    </message>
    <message>
        <source>It is in the clip&apos;s own sound, or in the guide sound you gave.</source>
        <translation>Sie ist im eigenen Ton des Clips oder im Führungston, den Sie angegeben haben.</translation>
    </message>
    <message>
        <source>Inferred</source>
        <translation>Abgeleitet</translation>
    </message>
    <message>
        <source>Its time follows from what is seen around it, its pitch from the music.</source>
        <translation>Ihre Zeit folgt aus dem, was ringsum zu sehen ist, ihre Tonhöhe aus der Musik.</translation>
    </message>
    <message>
        <source>Invented</source>
        <translation>Erfunden</translation>
    </message>
    <message>
        <source>Nothing in the picture says so: you or the music wanted it.</source>
        <translation>Nichts im Bild sagt es: Sie oder die Musik wollten es so.</translation>
    </message>
    <message>
        <source>{0} notes selected, {1}</source>
        <translation>{0} Noten gewählt, {1}</translation>
    </message>
    <message>
        <source>{0} notes: {1} seen, {2} heard, {3} inferred, {4} invented</source>
        <translation>{0} Noten: {1} gesehen, {2} gehört, {3} abgeleitet, {4} erfunden</translation>
    </message>
    <message>
        <source>, {0} % sure</source>
        <translation>, {0} % sicher</translation>
    </message>
    <message>
        <source>{0} at frame {1}</source>
        <translation>{0} bei Bild {1}</translation>
    </message>
    <message>
        <source>velocity {0}</source>
        <translation>Anschlag {0}</translation>
    </message>
    <message>
        <source>{0} ms</source>
        <translation>{0} ms</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>fixiert</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>Choose a folder you can write to.</source>
        <translation>Wählen Sie einen Ordner, in den Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>Free some space there, or choose another folder.</source>
        <translation>Machen Sie dort Platz, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>There is no melody model in {0}. Install Foley Post anew.</source>
        <translation>In {0} fehlt das Melodiemodell. Installieren Sie Foley Post neu.</translation>
    </message>
    <message>
        <source>There is no model at {0}. Choose another, or install Foley Post anew.</source>
        <translation>In {0} fehlt das Modell. Wählen Sie ein anderes, oder installieren Sie Foley Post neu.</translation>
    </message>
    <message>
        <source>Cannot write in {0}: {1}.</source>
        <translation>In {0} kann nicht geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>Something went wrong inside Foley Post: {0}.</source>
        <translation>In Foley Post ist etwas schiefgegangen: {0}.</translation>
    </message>
    <message>
        <source>The process that did this work stopped unexpectedly (code {0}). The media or a library may be at fault; retry, and leave the shot out if it happens again.</source>
        <translation>Der Prozess, der daran arbeitete, hat unerwartet aufgehört (Code {0}). Es kann am Film oder an einer Bibliothek liegen; versuchen Sie es noch einmal, und lassen Sie die Einstellung aus, wenn es wieder geschieht.</translation>
    </message>
    <message>
        <source>The work could not be started: {0}.</source>
        <translation>Die Arbeit ließ sich nicht beginnen: {0}.</translation>
    </message>
    <message>
        <source>There is not enough memory for this. Close other programs and retry.</source>
        <translation>Der Speicher reicht dafür nicht. Schließen Sie andere Programme, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{0} cannot be decoded here ({1}).</source>
        <translation>{0} lässt sich hier nicht dekodieren ({1}).</translation>
    </message>
    <message>
        <source>{0} is in use by {1} on {2} (process {3}). Close it there first, or work on a copy.</source>
        <translation>{0} wird von {1} auf {2} benutzt (Prozess {3}). Schließen Sie es dort zuerst, oder arbeiten Sie an einer Kopie.</translation>
    </message>
    <message>
        <source>No music can be heard in {0}.</source>
        <translation>In {0} ist keine Musik zu hören.</translation>
    </message>
    <message>
        <source>People speak in {0} from {1} to {2} s: no notes are taken from there.</source>
        <translation>In {0} wird von {1} bis {2} s gesprochen: von dort kommen keine Noten.</translation>
    </message>
    <message>
        <source>The two sides of {0} have opposite polarity and cancel each other; the left one is listened to.</source>
        <translation>Die beiden Seiten von {0} sind gegenphasig und löschen sich aus; gehört wird die linke.</translation>
    </message>
    <message>
        <source>There is nothing to listen to in {0}: its range is empty.</source>
        <translation>In {0} gibt es nichts zu hören: der Bereich ist leer.</translation>
    </message>
    <message>
        <source>What is heard in {0} does not fit the movement better than by chance: it may be other music, or its lag against the picture is not known.</source>
        <translation>Was in {0} zu hören ist, passt nicht besser zur Bewegung als zufällig: es mag andere Musik sein, oder sein Abstand zum Bild ist unbekannt.</translation>
    </message>
    <message>
        <source>{0} drifts against the picture by {1} ms a minute.</source>
        <translation>{0} läuft gegen das Bild um {1} ms in der Minute weg.</translation>
    </message>
    <message>
        <source>{0} has nothing above 4 kHz, like a telephone: high notes and soft attacks may be missed.</source>
        <translation>{0} hat nichts über 4 kHz, wie ein Telefon: hohe Noten und weiche Anschläge können fehlen.</translation>
    </message>
    <message>
        <source>{0} has sound on one side only; that side is listened to.</source>
        <translation>{0} hat nur auf einer Seite Ton; diese wird gehört.</translation>
    </message>
    <message>
        <source>{0} is clipped or limited ({1} of it is at full scale): how loud its notes are is a guess.</source>
        <translation>{0} ist übersteuert oder begrenzt ({1} davon am Anschlag): wie laut die Noten sind, ist geschätzt.</translation>
    </message>
    <message>
        <source>{0} is silent: nothing can be heard in it.</source>
        <translation>{0} ist stumm: darin ist nichts zu hören.</translation>
    </message>
    <message>
        <source>Nobody is seen in {0}: no stem was made. Draw a box around the player or the instrument, and what moves there is played.</source>
        <translation>In {0} ist niemand zu sehen: es gibt keinen Stem. Ziehen Sie einen Rahmen um die Spielenden oder das Instrument; was sich darin bewegt, wird gespielt.</translation>
    </message>
    <message>
        <source>Of {0} notes heard in {1} it is not sure who plays {2}; the manifest names both players of each.</source>
        <translation>Von {0} in {1} gehörten Noten ist bei {2} nicht sicher, wer sie spielt; das Manifest nennt beide Spieler.</translation>
    </message>
    <message>
        <source>Player {0} of {1} does not play: no stem.</source>
        <translation>Person {0} in {1} spielt nicht: kein Stem.</translation>
    </message>
    <message>
        <source>The sound of {0} ({1}) is not split: it changes its speed.</source>
        <translation>Der Ton von {0} ({1}) wird nicht geteilt: er ändert sein Tempo.</translation>
    </message>
    <message>
        <source>There is no music to export yet. Generate a score first.</source>
        <translation>Es gibt noch keine Musik zum Exportieren. Erzeugen Sie zuerst Musik.</translation>
    </message>
    <message>
        <source>There is no shot {0} in {1}.</source>
        <translation>Eine Einstellung {0} gibt es in {1} nicht.</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}.</source>
        <translation>{0} lässt sich nicht lesen: {1}.</translation>
    </message>
    <message>
        <source>{0} is damaged: {1}.</source>
        <translation>{0} ist beschädigt: {1}.</translation>
    </message>
    <message>
        <source>{0} is no longer in {1}, which changed since it was opened: open it again.</source>
        <translation>{0} ist nicht mehr in {1}, das sich seit dem Öffnen geändert hat: öffnen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{0} is taken to play {1}, but it is not clear: {2}.</source>
        <translation>Von {0} wird angenommen, dass es {1} ist, doch klar ist das nicht: {2}.</translation>
    </message>
    <message>
        <source>{0} of {1} notes are of keys that a hand hides: less sure.</source>
        <translation>{0} von {1} Noten gehören zu Tasten, die eine Hand verdeckt: weniger sicher.</translation>
    </message>
    <message>
        <source>{0} of {1} notes of player {2} were heard in {3}; a movement meets {4} of them.</source>
        <translation>{0} von {1} Noten von Person {2} wurden in {3} gehört; eine Bewegung trifft {4} davon.</translation>
    </message>
    <message>
        <source>{0} plays what looks like {1}; the nearest is {2}.</source>
        <translation>{0} spielt, was wie {1} aussieht; das nächste ist {2}.</translation>
    </message>
    <message>
        <source>Nobody is seen to play: {0}. Choose by number whom to score, or name the instrument.</source>
        <translation>Niemand ist zu sehen, der spielt: {0}. Wählen Sie, wer vertont wird, oder nennen Sie das Instrument.</translation>
    </message>
    <message>
        <source>None of the chosen players is there; people seen: {0}.</source>
        <translation>Keine der gewählten Personen ist da; zu sehen sind: {0}.</translation>
    </message>
    <message>
        <source>Person {0} of {1} {2}, and is not scored.</source>
        <translation>Person {0} von {1} {2} und wird nicht vertont.</translation>
    </message>
    <message>
        <source>The GPU gave up ({0}); the CPU watched from there on.</source>
        <translation>Die Grafikkarte hat aufgegeben ({0}); von da an hat der Prozessor zugesehen.</translation>
    </message>
    <message>
        <source>The device {0} is not there. Choose cpu, or auto.</source>
        <translation>Das Gerät {0} gibt es hier nicht. Wählen Sie den Prozessor oder das beste vorhandene.</translation>
    </message>
    <message>
        <source>The network {0} is damaged: its SHA-256 is not the one on its card. Install Foley Post again.</source>
        <translation>Das Netz {0} ist beschädigt. Installieren Sie Foley Post neu.</translation>
    </message>
    <message>
        <source>The network {0} is not in {1}. Install Foley Post again.</source>
        <translation>Das Netz {0} fehlt in {1}. Installieren Sie Foley Post neu.</translation>
    </message>
    <message>
        <source>{0} shows no picture from {1} s to {2} s (it is {3} s long). Relink the clip, or trim the shot.</source>
        <translation>{0} zeigt von {1} s bis {2} s kein Bild (es ist {3} s lang). Verknüpfen Sie den Clip neu, oder kürzen Sie die Einstellung.</translation>
    </message>
    <message>
        <source>Its autosave {0} may still open.</source>
        <translation>Die Sicherung {0} lässt sich vielleicht noch öffnen.</translation>
    </message>
    <message>
        <source>Open the timeline again to start afresh.</source>
        <translation>Öffnen Sie die Timeline noch einmal, um neu zu beginnen.</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}. Choose the project where it is now.</source>
        <translation>{0} lässt sich nicht lesen: {1}. Wählen Sie das Projekt dort, wo es jetzt liegt.</translation>
    </message>
    <message>
        <source>{0} is too large to be a Foley Post project.</source>
        <translation>{0} ist zu groß für ein Projekt von Foley Post.</translation>
    </message>
    <message>
        <source>{0} was saved by a newer Foley Post (project version {1}). Update Foley Post to open it.</source>
        <translation>{0} wurde mit einem neueren Foley Post gespeichert (Projektversion {1}). Aktualisieren Sie Foley Post, um es zu öffnen.</translation>
    </message>
    <message>
        <source>FluidSynth cannot load {0}; it is damaged.</source>
        <translation>{0} lässt sich nicht laden; die Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>The mix is silent.</source>
        <translation>Die Mischung ist stumm.</translation>
    </message>
    <message>
        <source>The mix is turned down by {0} dB to stay at {1} dBTP.</source>
        <translation>Die Mischung ist um {0} dB leiser gemacht, damit sie bei {1} dBTP bleibt.</translation>
    </message>
    <message>
        <source>The stem is silent.</source>
        <translation>Der Stem ist stumm.</translation>
    </message>
    <message>
        <source>The stem is too quiet to measure its loudness.</source>
        <translation>Der Stem ist zu leise, um seine Lautheit zu messen.</translation>
    </message>
    <message>
        <source>The stem is {0}, so that its peaks stay at {1} dBTP.</source>
        <translation>Der Stem liegt bei {0}, damit seine Spitzen bei {1} dBTP bleiben.</translation>
    </message>
    <message>
        <source>There is no SoundFont at {0}: {1}.</source>
        <translation>In {0} liegt kein SoundFont: {1}.</translation>
    </message>
    <message>
        <source>{0} The shipped SoundFont was used.</source>
        <translation>{0} Der mitgelieferte SoundFont wurde benutzt.</translation>
    </message>
    <message>
        <source>{0} brought the synthesizer down (exit {1}); use another SoundFont.</source>
        <translation>{0} hat den Synthesizer zum Absturz gebracht (Code {1}); nehmen Sie einen anderen SoundFont.</translation>
    </message>
    <message>
        <source>{0} has no readable table of presets; it is damaged.</source>
        <translation>{0} hat keine lesbare Liste von Klängen; die Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>{0} holds no presets. Choose another SoundFont.</source>
        <translation>{0} enthält keine Klänge. Wählen Sie einen anderen SoundFont.</translation>
    </message>
    <message>
        <source>{0} is cut short: it should hold {1} bytes and has {2}. Download or copy it again.</source>
        <translation>{0} ist abgeschnitten: es sollten {1} Bytes sein und sind {2}. Laden oder kopieren Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>{0} is not a SoundFont (SF2 or SF3).</source>
        <translation>{0} ist kein SoundFont (SF2 oder SF3).</translation>
    </message>
    <message>
        <source>{0} made no sound within {1} seconds; use another.</source>
        <translation>{0} hat in {1} Sekunden keinen Ton gegeben; nehmen Sie einen anderen.</translation>
    </message>
    <message>
        <source>{0} makes no sound that can be used; use another.</source>
        <translation>{0} gibt keinen brauchbaren Ton; nehmen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Cannot write {0} in {1}: {2}.</source>
        <translation>{0} kann nicht in {1} geschrieben werden: {2}.</translation>
    </message>
    <message>
        <source>{0} cannot be read as video ({1}). It is damaged, cut short or not a media file: copy it again from its source or relink the clip.</source>
        <translation>{0} lässt sich nicht als Film lesen ({1}). Die Datei ist beschädigt, abgeschnitten oder kein Film: kopieren Sie sie noch einmal, oder verknüpfen Sie den Clip neu.</translation>
    </message>
    <message>
        <source>{0} has no sound stream.</source>
        <translation>{0} hat keinen Ton.</translation>
    </message>
    <message>
        <source>{0} holds no picture: it has no video stream. Choose a video file.</source>
        <translation>{0} hat kein Bild. Wählen Sie einen Film.</translation>
    </message>
    <message>
        <source>{0} is an empty file. Copy it again from its source.</source>
        <translation>{0} ist leer. Kopieren Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>{0} is not in {1}. Bring it back, or relink the clip to its place.</source>
        <translation>{0} ist nicht in {1}. Bringen Sie die Datei zurück, oder verknüpfen Sie den Clip mit ihrem Ort.</translation>
    </message>
    <message>
        <source>{0} opens, but not one picture ({1}) can be decoded from it. It may be damaged or cut short: copy it again from its source.</source>
        <translation>{0} öffnet sich, aber kein einziges Bild ({1}) lässt sich dekodieren. Die Datei ist wohl beschädigt oder abgeschnitten: kopieren Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>A clip does not say how long it is; it was left out.</source>
        <translation>Ein Clip sagt nicht, wie lang er ist; er wurde ausgelassen.</translation>
    </message>
    <message>
        <source>Cannot open {0}: {1}. Check the path.</source>
        <translation>{0} lässt sich nicht öffnen: {1}. Prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>It is a sequence of single pictures. Make a video file of it, and relink.</source>
        <translation>Es ist eine Folge einzelner Bilder. Machen Sie einen Film daraus, und verknüpfen Sie ihn.</translation>
    </message>
    <message>
        <source>It is a still picture; nobody moves in it.</source>
        <translation>Es ist ein Standbild; darin bewegt sich niemand.</translation>
    </message>
    <message>
        <source>It is made by the editing program (a title, colour or bars); there is no film.</source>
        <translation>Es ist vom Schnittprogramm gemacht (Titel, Farbe oder Balken); es gibt keinen Film.</translation>
    </message>
    <message>
        <source>It is switched off on the timeline.</source>
        <translation>Es ist in der Timeline ausgeschaltet.</translation>
    </message>
    <message>
        <source>Its media is missing: {0}.</source>
        <translation>Sein Film fehlt: {0}.</translation>
    </message>
    <message>
        <source>Its media is on the network ({0}). Copy it to a disk, and relink.</source>
        <translation>Sein Film liegt im Netz ({0}). Kopieren Sie ihn auf eine Platte, und verknüpfen Sie ihn neu.</translation>
    </message>
    <message>
        <source>Its speed changes in a way the timeline does not tell; it is read as constant.</source>
        <translation>Sein Tempo ändert sich auf eine Weise, die die Timeline nicht sagt; es wird als gleichbleibend gelesen.</translation>
    </message>
    <message>
        <source>Its speed ramp is eased; it is read as straight between its points.</source>
        <translation>Die Tempokurve ist geglättet; sie wird zwischen ihren Punkten als gerade gelesen.</translation>
    </message>
    <message>
        <source>The AAF holds the picture and the stems, no other sound.</source>
        <translation>Die AAF enthält das Bild und die Stems, keinen anderen Ton.</translation>
    </message>
    <message>
        <source>The EDL does not say its frame rate; its pictures run at {0} fps, as was taken.</source>
        <translation>Die EDL sagt ihre Bildrate nicht; ihre Bilder laufen mit {0} fps, und so wurde sie genommen.</translation>
    </message>
    <message>
        <source>The hits are not in the AAF; the other timelines have them.</source>
        <translation>Die Treffer sind nicht in der AAF; die anderen Timelines haben sie.</translation>
    </message>
    <message>
        <source>The sound of {0} starts before the timeline does; what lies before was left out.</source>
        <translation>Der Ton von {0} beginnt vor der Timeline; was davor liegt, wurde weggelassen.</translation>
    </message>
    <message>
        <source>The timecodes of {0} fit no frame rate. Export the cut again as CMX 3600.</source>
        <translation>Die Timecodes von {0} passen zu keiner Bildrate. Exportieren Sie den Schnitt noch einmal als CMX 3600.</translation>
    </message>
    <message>
        <source>The timeline does not say its frame rate; {0} fps was taken.</source>
        <translation>Die Timeline sagt ihre Bildrate nicht; genommen wurden {0} fps.</translation>
    </message>
    <message>
        <source>The timeline does not say its picture size; the {0} says 1920x1080.</source>
        <translation>Die Timeline sagt ihre Bildgröße nicht; in der {0} steht 1920x1080.</translation>
    </message>
    <message>
        <source>The timeline does not say its picture size; the {0} says {1}x{2}, as {3} has.</source>
        <translation>Die Timeline sagt ihre Bildgröße nicht; in der {0} steht {1}x{2}, wie es {3} hat.</translation>
    </message>
    <message>
        <source>The timeline does not say where its media is. Relink it in the editing program.</source>
        <translation>Die Timeline sagt nicht, wo ihr Film liegt. Verknüpfen Sie ihn im Schnittprogramm.</translation>
    </message>
    <message>
        <source>The timeline does not say whether {0} is mono or stereo; the FCP7 XML says stereo.</source>
        <translation>Die Timeline sagt nicht, ob {0} mono oder stereo ist; in der FCP7 XML steht stereo.</translation>
    </message>
    <message>
        <source>The {0} of {1} is not on a frame of {2} fps.</source>
        <translation>{0} von {1} liegt nicht auf einem Bild von {2} fps.</translation>
    </message>
    <message>
        <source>There is no event in {0}; it is no EDL. Export the cut as CMX 3600.</source>
        <translation>In {0} ist kein Ereignis; es ist keine EDL. Exportieren Sie den Schnitt als CMX 3600.</translation>
    </message>
    <message>
        <source>There is no file {0}. Check the path.</source>
        <translation>Eine Datei {0} gibt es nicht. Prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>There is no sequence in the file.</source>
        <translation>In der Datei ist keine Sequenz.</translation>
    </message>
    <message>
        <source>There is no sequence in {0}. Select a sequence when exporting.</source>
        <translation>In {0} ist keine Sequenz. Wählen Sie beim Exportieren eine Sequenz.</translation>
    </message>
    <message>
        <source>There is no timeline in {0}. Export a whole timeline.</source>
        <translation>In {0} ist keine Timeline. Exportieren Sie eine ganze Timeline.</translation>
    </message>
    <message>
        <source>{0} changes its speed; it is read at its own speed.</source>
        <translation>{0} ändert sein Tempo; es wird in seinem eigenen gelesen.</translation>
    </message>
    <message>
        <source>{0} does not say how long it is. Make a copy of it as .mp4 or .mov.</source>
        <translation>{0} sagt nicht, wie lang es ist. Machen Sie eine Kopie als .mp4 oder .mov.</translation>
    </message>
    <message>
        <source>{0} does not say how long it is; it was left out.</source>
        <translation>{0} sagt nicht, wie lang es ist; es wurde ausgelassen.</translation>
    </message>
    <message>
        <source>{0} files are called {1}; {2} was taken. Relink the clip&apos;s folder to choose.</source>
        <translation>{0} Dateien heißen {1}; genommen wurde {2}. Verknüpfen Sie den Ordner des Clips, um zu wählen.</translation>
    </message>
    <message>
        <source>{0} has no readable place on its track and was left out.</source>
        <translation>{0} hat keinen lesbaren Platz auf seiner Spur und wurde ausgelassen.</translation>
    </message>
    <message>
        <source>{0} holds clips but no project; they were laid one after the other.</source>
        <translation>{0} enthält Clips, aber kein Projekt; sie wurden hintereinandergelegt.</translation>
    </message>
    <message>
        <source>{0} holds over {1} files; only the first were searched. Name a folder nearer to the media.</source>
        <translation>{0} enthält über {1} Dateien; nur die ersten wurden durchsucht. Nennen Sie einen Ordner näher am Film.</translation>
    </message>
    <message>
        <source>{0} holds {1} sequences ({2}); {3} was read.</source>
        <translation>{0} enthält {1} Sequenzen ({2}); gelesen wurde {3}.</translation>
    </message>
    <message>
        <source>{0} is XML, but neither Final Cut Pro 7 XML nor FCPXML. Export the sequence as Final Cut Pro XML.</source>
        <translation>{0} ist XML, aber weder Final-Cut-Pro-7-XML noch FCPXML. Exportieren Sie die Sequenz als Final Cut Pro XML.</translation>
    </message>
    <message>
        <source>{0} is a folder without a timeline in it. Check the path.</source>
        <translation>{0} ist ein Ordner ohne Timeline. Prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>{0} is a {1}, which nobody else reads; it was left out.</source>
        <translation>{0} ist ein {1}, das sonst niemand liest; es wurde ausgelassen.</translation>
    </message>
    <message>
        <source>{0} is an EDL: it tells reels and source timecodes, not where the media is.</source>
        <translation>{0} ist eine EDL: sie nennt Rollen und Timecodes, nicht wo der Film liegt.</translation>
    </message>
    <message>
        <source>{0} is empty. Export the timeline again.</source>
        <translation>{0} ist leer. Exportieren Sie die Timeline noch einmal.</translation>
    </message>
    <message>
        <source>{0} is not a timeline that can be read. Export it as .otio, Final Cut Pro XML, FCPXML, AAF or EDL, or give the film itself.</source>
        <translation>{0} ist keine Timeline, die sich lesen lässt. Exportieren Sie sie als .otio, Final Cut Pro XML, FCPXML, AAF oder EDL, oder geben Sie den Film selbst.</translation>
    </message>
    <message>
        <source>{0} is {1} MB. Timelines over {2} MB are not opened; export the sequence in parts.</source>
        <translation>{0} hat {1} MB. Timelines über {2} MB werden nicht geöffnet; exportieren Sie die Sequenz in Teilen.</translation>
    </message>
    <message>
        <source>{0} is {1}, which is read but not written; its picture stands in the new timelines with the stems.</source>
        <translation>{0} ist {1}, das gelesen, aber nicht geschrieben wird; sein Bild steht mit den Stems in den neuen Timelines.</translation>
    </message>
    <message>
        <source>{0} overlaps the clip before it and was trimmed.</source>
        <translation>{0} überlappt den Clip davor und wurde gekürzt.</translation>
    </message>
    <message>
        <source>{0} starts before its media&apos;s timecode; its source range was counted from the media&apos;s first frame.</source>
        <translation>{0} beginnt vor dem Timecode seines Films; gezählt wurde vom ersten Bild des Films.</translation>
    </message>
    <message>
        <source>{0} was left out: {1}.</source>
        <translation>{0} wurde ausgelassen: {1}.</translation>
    </message>
    <message>
        <source>{0} was not opened: a nested timeline in it shows itself. Export the timeline again from the editing program.</source>
        <translation>{0} wurde nicht geöffnet: eine verschachtelte Timeline darin zeigt sich selbst. Exportieren Sie die Timeline noch einmal.</translation>
    </message>
    <message>
        <source>{0} was not opened: it holds a {1}, not a timeline. Export a whole timeline.</source>
        <translation>{0} wurde nicht geöffnet: es enthält {1}, keine Timeline. Exportieren Sie eine ganze Timeline.</translation>
    </message>
    <message>
        <source>{0} was not opened: it is damaged ({1}: {2}). Export the timeline again from the editing program.</source>
        <translation>{0} wurde nicht geöffnet: die Datei ist beschädigt ({1}: {2}). Exportieren Sie die Timeline noch einmal aus dem Schnittprogramm.</translation>
    </message>
    <message>
        <source>{0} was not opened: it is locked with a password.</source>
        <translation>{0} wurde nicht geöffnet: die Datei ist mit einem Passwort gesperrt.</translation>
    </message>
    <message>
        <source>{0} was not opened: its timeline is too large.</source>
        <translation>{0} wurde nicht geöffnet: die Timeline ist zu groß.</translation>
    </message>
    <message>
        <source>{0} was not opened: reading it took over {1} s. Export the timeline again from the editing program.</source>
        <translation>{0} wurde nicht geöffnet: das Lesen dauerte über {1} s. Exportieren Sie die Timeline noch einmal aus dem Schnittprogramm.</translation>
    </message>
    <message>
        <source>{0} was not opened: {1}. Export the timeline again from the editing program.</source>
        <translation>{0} wurde nicht geöffnet: {1}. Exportieren Sie die Timeline noch einmal aus dem Schnittprogramm.</translation>
    </message>
    <message>
        <source>There is no guide sound at {0}.</source>
        <translation>Bei {0} ist kein Führungston.</translation>
    </message>
    <message>
        <source>There is no sound track {0} in {1}. Its sound tracks are {2}.</source>
        <translation>In {1} gibt es keine Tonspur {0}. Die Tonspuren sind {2}.</translation>
    </message>
    <message>
        <source>No file of the sound track {0} was found.</source>
        <translation>Von der Tonspur {0} wurde keine Datei gefunden.</translation>
    </message>
    <message>
        <source>The level of {0} dB is held to {1} by the true peak.</source>
        <translation>Der Pegel von {0} dB wird vom True Peak auf {1} begrenzt.</translation>
    </message>
    <message>
        <source>The stem {0} is not as it was made; render it again.</source>
        <translation>Der Stem {0} ist nicht mehr, wie er entstand; exportieren Sie ihn neu.</translation>
    </message>
    <message>
        <source>The stem {0} cannot be read; render it again.</source>
        <translation>Der Stem {0} lässt sich nicht lesen; exportieren Sie ihn neu.</translation>
    </message>
    <message>
        <source>The shipped SoundFont foley.sf3 is not in {0}. Install Foley Post again, or choose another SoundFont.</source>
        <translation>Die mitgelieferte SoundFont foley.sf3 ist nicht in {0}. Installieren Sie Foley Post neu, oder wählen Sie eine andere SoundFont.</translation>
    </message>
    <message>
        <source>{0} lacks its samples or its presets; it is damaged.</source>
        <translation>{0} fehlen die Samples oder Presets; die Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>{0} makes sound that is not finite; use another.</source>
        <translation>{0} erzeugt unbrauchbaren Ton; nehmen Sie eine andere.</translation>
    </message>
    <message>
        <source>{0}; the shipped SoundFont was used.</source>
        <translation>{0}; die mitgelieferte SoundFont wurde genommen.</translation>
    </message>
    <message>
        <source>The AAF is experimental: check it in the program that is to open it.</source>
        <translation>Die AAF ist ein Versuch: prüfen Sie sie in dem Programm, das sie öffnen soll.</translation>
    </message>
    <message>
        <source>{0} could not be written as AAF ({1}: {2}). Choose otio or fcp7xml.</source>
        <translation>{0} ließ sich nicht als AAF schreiben ({1}: {2}). Wählen Sie otio oder fcp7xml.</translation>
    </message>
    <message>
        <source>There is no composition in {0}.</source>
        <translation>In {0} ist keine Komposition.</translation>
    </message>
    <message>
        <source>{0} has over {1} events. Export it in parts.</source>
        <translation>{0} hat über {1} Ereignisse. Exportieren Sie sie in Teilen.</translation>
    </message>
    <message>
        <source>An event of reel {0} was left out: {1}.</source>
        <translation>Ein Ereignis der Rolle {0} wurde ausgelassen: {1}.</translation>
    </message>
    <message>
        <source>{0} does not say its frame rate. Export the sequence again.</source>
        <translation>{0} nennt seine Bildrate nicht. Exportieren Sie die Sequenz neu.</translation>
    </message>
    <message>
        <source>{0} does not say which angle is {1}; {2} was taken.</source>
        <translation>{0} sagt nicht, welcher Winkel {1} ist; {2} wurde genommen.</translation>
    </message>
    <message>
        <source>{0} does not say which angle is seen; {1} was taken.</source>
        <translation>{0} sagt nicht, welcher Winkel zu sehen ist; {1} wurde genommen.</translation>
    </message>
    <message>
        <source>The timeline does not say where {0} is; relink it in Final Cut Pro.</source>
        <translation>Die Timeline sagt nicht, wo {0} liegt; verbinden Sie es in Final Cut Pro neu.</translation>
    </message>
    <message>
        <source>{0} is XML, but not FCPXML. Export it from Final Cut Pro as XML.</source>
        <translation>{0} ist XML, aber keine FCPXML. Exportieren Sie sie aus Final Cut Pro als XML.</translation>
    </message>
    <message>
        <source>{0} is FCPXML {1}, of before 1.8. It is read as far as it is like later ones; a new document is written as 1.10.</source>
        <translation>{0} ist FCPXML {1}, älter als 1.8. Sie wird gelesen, soweit sie späteren gleicht; geschrieben wird 1.10.</translation>
    </message>
    <message>
        <source>There is no project in {0}. Select a project when exporting.</source>
        <translation>In {0} ist kein Projekt. Wählen Sie beim Export ein Projekt aus.</translation>
    </message>
    <message>
        <source>{0} does not say the project&apos;s frame rate; {1} fps was taken.</source>
        <translation>{0} nennt die Bildrate des Projekts nicht; {1} Bilder/s wurden genommen.</translation>
    </message>
    <message>
        <source>{0} lasts {1}, which makes no sense; it was left out.</source>
        <translation>{0} dauert {1}, was keinen Sinn ergibt; es wurde ausgelassen.</translation>
    </message>
    <message>
        <source>{0} is not in the file&apos;s resources.</source>
        <translation>{0} steht nicht in den Ressourcen der Datei.</translation>
    </message>
    <message>
        <source>{0} points to media that the file does not list.</source>
        <translation>{0} verweist auf Medien, die die Datei nicht nennt.</translation>
    </message>
    <message>
        <source>There is no project in {0} to add stems to. Write .otio instead.</source>
        <translation>In {0} ist kein Projekt, dem Stems hinzugefügt werden könnten. Schreiben Sie stattdessen .otio.</translation>
    </message>
    <message>
        <source>The project in {0} is empty; stems need a clip to hang on.</source>
        <translation>Das Projekt in {0} ist leer; Stems brauchen einen Clip, an dem sie hängen.</translation>
    </message>
    <message>
        <source>{0} is not there; {1} was taken in its place.</source>
        <translation>{0} ist nicht da; {1} wurde an seiner Stelle genommen.</translation>
    </message>
    <message>
        <source>{0} is no project of Kdenlive, Shotcut or MLT. Save it again from there.</source>
        <translation>{0} ist kein Projekt von Kdenlive, Shotcut oder MLT. Speichern Sie es dort neu.</translation>
    </message>
    <message>
        <source>The project&apos;s guides could not be read.</source>
        <translation>Die Markierungen des Projekts ließen sich nicht lesen.</translation>
    </message>
    <message>
        <source>The start timecode counts at {0} fps, all clips at {1} fps; {2} fps was taken.</source>
        <translation>Der Start-Timecode zählt {0} Bilder/s, alle Clips {1}; {2} Bilder/s wurden genommen.</translation>
    </message>
    <message>
        <source>The timeline&apos;s timecode is marked as drop-frame, which {0} fps has not; it is counted without.</source>
        <translation>Der Timecode der Timeline ist als Drop-Frame markiert, was es bei {0} Bildern/s nicht gibt; er zählt ohne.</translation>
    </message>
    <message>
        <source>{0} was not opened: {1} in it swells to {2} MB.</source>
        <translation>{0} wurde nicht geöffnet: {1} darin wächst auf {2} MB.</translation>
    </message>
    <message>
        <source>{0} was not opened: there is no {1} in it that can be read. Export the timeline again.</source>
        <translation>{0} wurde nicht geöffnet: darin ist kein lesbares {1}. Exportieren Sie die Timeline neu.</translation>
    </message>
    <message>
        <source>{0} is damaged: its media cannot be read.</source>
        <translation>{0} ist beschädigt: die Medien darin lassen sich nicht lesen.</translation>
    </message>
    <message>
        <source>{0} holds more media than can be unpacked.</source>
        <translation>{0} enthält mehr Medien, als ausgepackt werden können.</translation>
    </message>
    <message>
        <source>{0} was not opened: it makes the {1} reader crash. Export the timeline again from the editing program.</source>
        <translation>{0} wurde nicht geöffnet: die Datei bringt das Lesen von {1} zum Absturz. Exportieren Sie die Timeline neu aus dem Schnittprogramm.</translation>
    </message>
    <message>
        <source>{0} was not opened: the {1} reader says {2}. Export the timeline again from the editing program.</source>
        <translation>{0} wurde nicht geöffnet: beim Lesen von {1} heißt es {2}. Exportieren Sie die Timeline neu aus dem Schnittprogramm.</translation>
    </message>
    <message>
        <source>{0} was not opened: its nested timelines unfold to {1} clips. Export the sequence without some of its nested ones, or in parts.</source>
        <translation>{0} wurde nicht geöffnet: die verschachtelten Timelines ergeben {1} Clips. Exportieren Sie die Sequenz ohne einige davon, oder in Teilen.</translation>
    </message>
    <message>
        <source>{0} of the markers of {1} make no sense and were left out.</source>
        <translation>{0} der Marker von {1} ergeben keinen Sinn und wurden ausgelassen.</translation>
    </message>
    <message>
        <source>There is no sequence {0} in {1}. It holds {2}.</source>
        <translation>In {1} gibt es keine Sequenz {0}. Sie enthält {2}.</translation>
    </message>
    <message>
        <source>It begins {0} s into {1}, which is {2} s long and carries no timecode that says otherwise. Export the cut as .otio or XML, or relink it.</source>
        <translation>Er beginnt {0} s nach dem Anfang von {1}, das {2} s lang ist und keinen Timecode trägt, der anderes sagt. Exportieren Sie den Schnitt als .otio oder XML, oder verbinden Sie neu.</translation>
    </message>
    <message>
        <source>Clips nested over 24 deep were left out.</source>
        <translation>Clips, die über 24-fach verschachtelt sind, wurden ausgelassen.</translation>
    </message>
    <message>
        <source>{0} has no media under its active reference; the one called {1} was taken.</source>
        <translation>{0} hat unter der aktiven Referenz keine Medien; die namens {1} wurde genommen.</translation>
    </message>
    <message>
        <source>{0} ({1}) is shorter than a frame; left out.</source>
        <translation>{0} ({1}) ist kürzer als ein Bild; ausgelassen.</translation>
    </message>
    <message>
        <source>The source range of track {0} shows nothing that lies on it; the whole track was read.</source>
        <translation>Der Quellbereich der Spur {0} zeigt nichts, was darauf liegt; die ganze Spur wurde gelesen.</translation>
    </message>
    <message>
        <source>{0} on {1} does not say how long it is; what follows on that track may be misplaced.</source>
        <translation>{0} auf {1} sagt nicht, wie lang es ist; was auf der Spur folgt, kann falsch liegen.</translation>
    </message>
    <message>
        <source>The hits are not in the project; the other timelines have them.</source>
        <translation>Die Anschläge stehen nicht im Projekt; die anderen Timelines haben sie.</translation>
    </message>
    <message>
        <source>Markers beyond the last clip, which are not in the FCPXML: {0}.</source>
        <translation>Marker nach dem letzten Clip, die nicht in der FCPXML stehen: {0}.</translation>
    </message>
    <message>
        <source>{0} If nobody has it open there, delete {1} in {2}.</source>
        <translation>{0} Wenn sie dort niemand geöffnet hat, löschen Sie {1} in {2}.</translation>
    </message>
    <message>
        <source>{0} cannot be a folder&apos;s name. Choose another.</source>
        <translation>{0} kann kein Name eines Ordners sein. Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>{0} cannot be the name of a file. Choose another.</source>
        <translation>{0} kann kein Name einer Datei sein. Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>No key can be heard in {0}. Name one, like C or F#m.</source>
        <translation>In {0} ist keine Tonart zu hören. Nennen Sie eine, etwa C oder F#m.</translation>
    </message>
    <message>
        <source>No steady beat can be heard in {0}. Give beats a minute.</source>
        <translation>In {0} ist kein fester Schlag zu hören. Nennen Sie Schläge je Minute.</translation>
    </message>
    <message>
        <source>{0} is not a tempo: give beats a minute, a MIDI file, a recording or auto.</source>
        <translation>{0} ist kein Tempo: nennen Sie Schläge je Minute, eine MIDI-Datei, eine Aufnahme oder auto.</translation>
    </message>
    <message>
        <source>{0} is not a key. Write it like C, F#m, Bb minor or D dorian.</source>
        <translation>{0} ist keine Tonart. Schreiben Sie sie wie C, F#m, Bb minor oder D dorian.</translation>
    </message>
    <message>
        <source>{0} holds no notes.</source>
        <translation>{0} enthält keine Noten.</translation>
    </message>
    <message>
        <source>{0} cannot be read as MIDI: {1}.</source>
        <translation>{0} lässt sich nicht als MIDI lesen: {1}.</translation>
    </message>
    <message>
        <source>A tempo of {0} beats a minute is outside 10 to 500.</source>
        <translation>Ein Tempo von {0} Schlägen je Minute liegt außerhalb von 10 bis 500.</translation>
    </message>
    <message>
        <source>A piano&apos;s keys go from A0 to C8; {0} is not among them.</source>
        <translation>Die Tasten eines Klaviers gehen von A0 bis C8; {0} ist nicht dabei.</translation>
    </message>
    <message>
        <source>A key is named like C3, Bb2 or 48, not {0}.</source>
        <translation>Eine Taste heißt etwa C3, Bb2 oder 48, nicht {0}.</translation>
    </message>
    <message>
        <source>The weights in {0} are not those that their card describes (SHA-256 {1}..., expected {2}...). Get both files anew.</source>
        <translation>Die Gewichte in {0} sind nicht die, die ihre Karte beschreibt (SHA-256 {1}..., erwartet {2}...). Besorgen Sie beide Dateien neu.</translation>
    </message>
    <message>
        <source>The model&apos;s card is missing: {0}. It belongs beside the weights. Install Foley Post anew, or get both files.</source>
        <translation>Die Karte des Modells fehlt: {0}. Sie gehört neben die Gewichte. Installieren Sie Foley Post neu, oder besorgen Sie beide Dateien.</translation>
    </message>
    <message>
        <source>{0} is not the card of a model of this version of Foley Post.</source>
        <translation>{0} ist nicht die Karte eines Modells dieser Version von Foley Post.</translation>
    </message>
    <message>
        <source>The answer could not be sent: {0}.</source>
        <translation>Die Antwort ließ sich nicht senden: {0}.</translation>
    </message>
</context>
<context>
    <name>ShotsPanel</name>
    <message>
        <source>Find shots</source>
        <translation>Einstellungen suchen</translation>
    </message>
    <message>
        <source>Find shots by name</source>
        <translation>Einstellungen nach Namen suchen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Which shots are listed</source>
        <translation>Welche Einstellungen aufgeführt sind</translation>
    </message>
    <message>
        <source>All shots</source>
        <translation>Alle Einstellungen</translation>
    </message>
    <message>
        <source>Not scored</source>
        <translation>Nicht vertont</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Misslungen</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Shots</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>As seen</source>
        <translation>Wie gesehen</translation>
    </message>
    <message>
        <source>{0} of {1} shots</source>
        <translation>{0} von {1} Einstellungen</translation>
    </message>
    <message>
        <source>1 shot</source>
        <translation>1 Einstellung</translation>
    </message>
    <message>
        <source>{0} shots</source>
        <translation>{0} Einstellungen</translation>
    </message>
</context>
<context>
    <name>ShotsTable</name>
    <message>
        <source>Shot</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Timecode</source>
        <translation>Timecode</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Instrument</source>
        <translation>Instrument</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>Sicher</translation>
    </message>
    <message>
        <source>As seen</source>
        <translation>Wie gesehen</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Automatisch</translation>
    </message>
</context>
<context>
    <name>States</name>
    <message>
        <source>Not scored</source>
        <translation>Nicht vertont</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Scored</source>
        <translation>Vertont</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Bearbeitet</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Misslungen</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Scoring {0} %</source>
        <translation>Vertonung {0} %</translation>
    </message>
</context>
<context>
    <name>SyncReport</name>
    <message>
        <source>Seen</source>
        <translation>Gesehen</translation>
    </message>
    <message>
        <source>Heard</source>
        <translation>Gehört</translation>
    </message>
    <message>
        <source>Inferred</source>
        <translation>Abgeleitet</translation>
    </message>
    <message>
        <source>Invented</source>
        <translation>Erfunden</translation>
    </message>
    <message>
        <source>Sure of the notes</source>
        <translation>Sicherheit der Noten</translation>
    </message>
    <message>
        <source>Sure of the instrument</source>
        <translation>Sicherheit des Instruments</translation>
    </message>
    <message>
        <source>chosen by you</source>
        <translation>von Hand gewählt</translation>
    </message>
    <message>
        <source>{0}: time from {1}; pitch seen: {2}.</source>
        <translation>{0}: Zeit aus: {1}; Tonhöhe zu sehen: {2}.</translation>
    </message>
    <message>
        <source>{0} pictures of the shot could not be decoded.</source>
        <translation>{0} Bilder der Einstellung waren nicht zu dekodieren.</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Norm</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>Versatz</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>Drift</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>{0} ms</source>
        <translation>{0} ms</translation>
    </message>
    <message>
        <source>{0} ms a minute</source>
        <translation>{0} ms je Minute</translation>
    </message>
</context>
<context>
    <name>TakesPanel</name>
    <message>
        <source>Takes</source>
        <translation>Takes</translation>
    </message>
    <message>
        <source>Choose a take to hear it; takes play equally loud</source>
        <translation>Wählen Sie einen Take, um ihn zu hören; alle klingen gleich laut</translation>
    </message>
    <message>
        <source>Another take</source>
        <translation>Noch ein Take</translation>
    </message>
    <message>
        <source>Generate one more take with the next seed</source>
        <translation>Einen weiteren Take mit dem nächsten Startwert erzeugen</translation>
    </message>
    <message>
        <source>Regenerate the rest</source>
        <translation>Rest neu erzeugen</translation>
    </message>
    <message>
        <source>Keep the pinned notes (P) and generate the others anew</source>
        <translation>Die fixierten Noten (P) behalten und die übrigen neu erzeugen</translation>
    </message>
    <message>
        <source>A / B</source>
        <translation>A / B</translation>
    </message>
    <message>
        <source>Switch to the take heard before, equally loud (B)</source>
        <translation>Zum zuvor gehörten Take wechseln, gleich laut (B)</translation>
    </message>
    <message>
        <source>Keep only this</source>
        <translation>Nur diesen behalten</translation>
    </message>
    <message>
        <source>Delete this player&apos;s other takes</source>
        <translation>Die anderen Takes dieses Spielers löschen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete this take</source>
        <translation>Diesen Take löschen</translation>
    </message>
    <message>
        <source>Take {0}, seed {1}</source>
        <translation>Take {0}, Startwert {1}</translation>
    </message>
    <message>
        <source>Rename ...</source>
        <translation>Umbenennen ...</translation>
    </message>
    <message>
        <source>Remove the star</source>
        <translation>Stern entfernen</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Mit Stern versehen</translation>
    </message>
    <message>
        <source>Comment ...</source>
        <translation>Kommentar ...</translation>
    </message>
    <message>
        <source>Name of the take</source>
        <translation>Name des Takes</translation>
    </message>
    <message>
        <source>Comment on the take</source>
        <translation>Kommentar zum Take</translation>
    </message>
    <message>
        <source>Remove a take&apos;s star</source>
        <translation>Stern eines Takes entfernen</translation>
    </message>
    <message>
        <source>Star a take</source>
        <translation>Take mit Stern versehen</translation>
    </message>
    <message>
        <source>Rename a take</source>
        <translation>Take umbenennen</translation>
    </message>
    <message>
        <source>Comment on a take</source>
        <translation>Take kommentieren</translation>
    </message>
    <message>
        <source>1 note</source>
        <translation>1 Note</translation>
    </message>
    <message>
        <source>{0} notes</source>
        <translation>{0} Noten</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
</context>
<context>
    <name>Tapping</name>
    <message>
        <source>Tap a note</source>
        <translation>Note antippen</translation>
    </message>
</context>
<context>
    <name>TimelinePanel</name>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Show the whole timeline</source>
        <translation>Die ganze Timeline zeigen</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
</context>
<context>
    <name>TimelineView</name>
    <message>
        <source>Timeline</source>
        <translation>Timeline</translation>
    </message>
    <message>
        <source>Scroll the timeline</source>
        <translation>Die Timeline rollen</translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation>Nichts ist gewählt.</translation>
    </message>
    <message>
        <source>{0} shots are selected.</source>
        <translation>{0} Einstellungen sind ausgewählt.</translation>
    </message>
    <message>
        <source>{0}, {1}, {2}</source>
        <translation>{0}, {1}, {2}</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>What can be done about it</source>
        <translation>Was dazu getan werden kann</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>Toasts</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>VelocityLane</name>
    <message>
        <source>Velocities</source>
        <translation>Anschlagstärken</translation>
    </message>
    <message>
        <source>Drag a stem up or down to change how loud its note is</source>
        <translation>Einen Strich nach oben oder unten ziehen, um die Note lauter oder leiser zu machen</translation>
    </message>
    <message>
        <source>Velocity</source>
        <translation>Anschlag</translation>
    </message>
    <message>
        <source>Change velocity</source>
        <translation>Anschlagstärke ändern</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Viewer</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>The picture at the playhead</source>
        <translation>Das Bild am Abspielkopf</translation>
    </message>
    <message>
        <source>Open a timeline to see its shots here.</source>
        <translation>Öffnen Sie eine Timeline, um ihre Einstellungen hier zu sehen.</translation>
    </message>
    <message>
        <source>Loading the picture ...</source>
        <translation>Das Bild wird geladen ...</translation>
    </message>
    <message>
        <source>Watching what moves here ...</source>
        <translation>Sieht zu, was sich hier bewegt ...</translation>
    </message>
</context>
<context>
    <name>ViewerPanel</name>
    <message>
        <source>Timecode</source>
        <translation>Timecode</translation>
    </message>
    <message>
        <source>Length of the timeline</source>
        <translation>Länge der Timeline</translation>
    </message>
    <message>
        <source>Show the skeleton</source>
        <translation>Das Skelett zeigen</translation>
    </message>
    <message>
        <source>Show where notes are struck</source>
        <translation>Zeigen, wo Noten angeschlagen werden</translation>
    </message>
    <message>
        <source>Music</source>
        <translation>Musik</translation>
    </message>
    <message>
        <source>Original sound</source>
        <translation>Originalton</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>{0} level</source>
        <translation>Pegel: {0}</translation>
    </message>
    <message>
        <source>How loud the {0} is while you listen</source>
        <translation>Wie laut zu hören ist: {0}</translation>
    </message>
    <message>
        <source>{0}  at {1} fps</source>
        <translation>{0}  mit {1} B/s</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Foley Post</source>
        <translation>Foley Post</translation>
    </message>
    <message>
        <source>Music for players in the picture, in sync, as stems.</source>
        <translation>Musik für Spielende im Bild, synchron, als Stems.</translation>
    </message>
    <message>
        <source>Drop your editing timeline here</source>
        <translation>Legen Sie Ihre Schnitt-Timeline hier ab</translation>
    </message>
    <message>
        <source>Open a timeline ...</source>
        <translation>Eine Timeline öffnen ...</translation>
    </message>
    <message>
        <source>Your timeline is only ever read (Ctrl+O)</source>
        <translation>Ihre Timeline wird immer nur gelesen (Strg+O)</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>Das Beispiel versuchen</translation>
    </message>
    <message>
        <source>or a film, or a folder:  .otio  .xml  .fcpxml  .aaf  .edl  .mov  .mp4 ...</source>
        <translation>oder einen Film oder einen Ordner:  .otio  .xml  .fcpxml  .aaf  .edl  .mov  .mp4 ...</translation>
    </message>
    <message>
        <source>Twenty seconds of a real pianist, to see how it works</source>
        <translation>Zwanzig Sekunden eines wirklichen Pianisten, um zu sehen, wie es geht</translation>
    </message>
    <message>
        <source>Progress of opening</source>
        <translation>Fortschritt beim Öffnen</translation>
    </message>
    <message>
        <source>Choose shots</source>
        <translation>Einstellungen wählen</translation>
    </message>
    <message>
        <source>Click the clips in which people play.</source>
        <translation>Klicken Sie die Clips an, in denen gespielt wird.</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Erzeugen</translation>
    </message>
    <message>
        <source>Their movements become notes you can edit.</source>
        <translation>Ihre Bewegungen werden zu Noten, die Sie bearbeiten können.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Stems and a timeline for your editor.</source>
        <translation>Stems und eine Timeline für Ihr Schnittprogramm.</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt</translation>
    </message>
</context>
<context>
    <name>WhoseNote</name>
    <message>
        <source>Give to the other player</source>
        <translation>Dem anderen Spieler geben</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>They stay with this player, pinned, and are not asked about again</source>
        <translation>Sie bleiben angeheftet bei diesem Spieler, und es wird nicht wieder gefragt</translation>
    </message>
    <message>
        <source>1 note could be played by {0}</source>
        <translation>1 Note könnte {0} gespielt haben</translation>
    </message>
    <message>
        <source>{0} notes could be played by {1}</source>
        <translation>{0} Noten könnte {1} gespielt haben</translation>
    </message>
    <message>
        <source>Give to {0}</source>
        <translation>An {0} geben</translation>
    </message>
    <message>
        <source>Keep unsure notes</source>
        <translation>Unsichere Noten behalten</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>{0} s left</source>
        <translation>noch {0} s</translation>
    </message>
    <message>
        <source>{0} min left</source>
        <translation>noch {0} min</translation>
    </message>
    <message>
        <source>{0} h {1} min left</source>
        <translation>noch {0} h {1} min</translation>
    </message>
    <message>
        <source>Its media is not there: {0}. Say where it is with File &gt; Relink media.</source>
        <translation>Die Mediendatei fehlt: {0}. Mit Datei &gt; Medien neu verknüpfen angeben, wo sie liegt.</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>Places</source>
        <translation>Bereiche</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Progress of {0}</source>
        <translation>Fortschritt von {0}</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>{0} {1}</source>
        <translation>{0} {1}</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Reading the media</source>
        <translation>Medien lesen</translation>
    </message>
    <message>
        <source>Watching the players</source>
        <translation>Spielende ansehen</translation>
    </message>
    <message>
        <source>Writing the notes</source>
        <translation>Noten schreiben</translation>
    </message>
    <message>
        <source>Listening to the sound</source>
        <translation>Der Ton wird angehört</translation>
    </message>
    <message>
        <source>Rendering stems</source>
        <translation>Stems rendern</translation>
    </message>
    <message>
        <source>Writing timelines</source>
        <translation>Timelines schreiben</translation>
    </message>
    <message>
        <source>Reading the timeline</source>
        <translation>Timeline lesen</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Beginnt</translation>
    </message>
    <message>
        <source>{0} - {1} %{2}</source>
        <translation>{0} - {1} %{2}</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AlarmStrip</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CapturePanel</name>
    <message numerus="yes">
        <source>%n part(s) kept</source>
        <translation>
            <numerusform>%n part kept</numerusform>
            <numerusform>%n parts kept</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n camera(s) found.</source>
        <translation>
            <numerusform>%n camera found.</numerusform>
            <numerusform>%n cameras found.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DefectsStep</name>
    <message numerus="yes">
        <source>%n known defect(s)</source>
        <translation>
            <numerusform>%n known defect</numerusform>
            <numerusform>%n known defects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DiagnosticsPage</name>
    <message numerus="yes">
        <source>{path} is written: %n file(s), without PINs and images.</source>
        <translation>
            <numerusform>{path} is written: %n file, without PINs and images.</numerusform>
            <numerusform>{path} is written: %n files, without PINs and images.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InspectPage</name>
    <message numerus="yes">
        <source>%n region(s)</source>
        <translation>
            <numerusform>%n region</numerusform>
            <numerusform>%n regions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScorePanel</name>
    <message numerus="yes">
        <source>%n more reject(s)</source>
        <translation>
            <numerusform>%n more reject</numerusform>
            <numerusform>%n more rejects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fewer reject(s)</source>
        <translation>
            <numerusform>%n fewer reject</numerusform>
            <numerusform>%n fewer rejects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more to review</source>
        <translation>
            <numerusform>%n more to review</numerusform>
            <numerusform>%n more to review</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fewer to review</source>
        <translation>
            <numerusform>%n fewer to review</numerusform>
            <numerusform>%n fewer to review</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of the last {parts} would change</source>
        <translation>
            <numerusform>%n of the last {parts} would change</numerusform>
            <numerusform>%n of the last {parts} would change</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message numerus="yes">
        <source>%n value(s) cannot be saved like this.</source>
        <translation>
            <numerusform>%n value cannot be saved like this.</numerusform>
            <numerusform>%n values cannot be saved like this.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SourcePanel</name>
    <message numerus="yes">
        <source>%n camera(s) found.</source>
        <translation>
            <numerusform>%n camera found.</numerusform>
            <numerusform>%n cameras found.</numerusform>
        </translation>
    </message>
</context>
</TS>

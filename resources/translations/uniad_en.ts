<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
</context>
</TS>

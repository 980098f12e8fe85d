"""Owns the files of Moodle XML that tests read: one of every kind, and one that would explode."""

# As Moodle 4.4 exports a question bank, shortened.
EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<!-- question: 0  -->
  <question type="category">
    <category><text>$course$/top/Droit/Les bases</text></category>
    <info format="html"><text></text></info>
  </question>
  <question type="multichoice">
    <name><text>Capitale</text></name>
    <questiontext format="html"><text><![CDATA[<p dir="ltr">La capitale&nbsp;de <b>la Drôme</b>&nbsp;?<br></p>]]></text></questiontext>
    <generalfeedback format="html"><text><![CDATA[<p>Valence.</p>]]></text></generalfeedback>
    <defaultgrade>2.0000000</defaultgrade>
    <penalty>0.3333333</penalty>
    <hidden>0</hidden>
    <single>true</single>
    <correctfeedback format="html"><text>Your answer is correct.</text></correctfeedback>
    <partiallycorrectfeedback format="html"><text><![CDATA[<p>Votre réponse est partiellement correcte.</p>]]></text></partiallycorrectfeedback>
    <answer fraction="100" format="html"><text><![CDATA[<p>Valence</p>]]></text><feedback format="html"><text>Oui</text></feedback></answer>
    <answer fraction="50" format="html"><text>Romans</text><feedback format="html"><text></text></feedback></answer>
    <answer fraction="0" format="html"><text>Die</text><feedback format="html"><text></text></feedback></answer>
    <hint format="html"><text>Au sud.</text></hint>
    <hint format="html"><text>Sur le Rhône.</text></hint>
    <tags><tag><text>villes</text></tag><tag><text>Drôme</text></tag></tags>
  </question>
  <question type="multichoice">
    <name><text>Plusieurs</text></name>
    <questiontext format="markdown"><text>Lesquels *vraiment* ?</text></questiontext>
    <single>false</single>
    <answer fraction="33.33333" format="html"><text>a</text></answer>
    <answer fraction="66.66667" format="html"><text>b</text></answer>
    <answer fraction="-100" format="html"><text>c</text></answer>
  </question>
  <question type="truefalse">
    <name><text>VF</text></name>
    <questiontext format="html"><text>La Terre est plate.</text></questiontext>
    <answer fraction="0" format="moodle_auto_format"><text>true</text><feedback format="html"><text>Regardez.</text></feedback></answer>
    <answer fraction="100" format="moodle_auto_format"><text>false</text><feedback format="html"><text>Oui.</text></feedback></answer>
  </question>
  <question type="shortanswer">
    <name><text>Court</text></name>
    <questiontext format="plain_text"><text>Qui *signe* ?</text></questiontext>
    <usecase>1</usecase>
    <answer fraction="100" format="moodle_auto_format"><text>le maire</text></answer>
    <answer fraction="50" format="moodle_auto_format"><text>la mairie</text></answer>
    <answer fraction="0" format="moodle_auto_format"><text>*</text><feedback format="html"><text>Non.</text></feedback></answer>
    <answer fraction="100" format="moodle_auto_format"><text>*maire*</text></answer>
  </question>
  <question type="numerical">
    <name><text>Pi</text></name>
    <questiontext format="html"><text>\\(\\pi\\) vaut ?</text></questiontext>
    <answer fraction="100" format="moodle_auto_format"><text>3.14</text><tolerance>0.01</tolerance></answer>
    <answer fraction="50" format="moodle_auto_format"><text>3</text><tolerance>0</tolerance></answer>
    <units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>
  </question>
  <question type="matching">
    <name><text>Paires</text></name>
    <questiontext format="html"><text>Qui va avec qui ?</text></questiontext>
    <subquestion format="html"><text><![CDATA[<p>Drôme</p>]]></text><answer><text>26</text></answer></subquestion>
    <subquestion format="html"><text>Gers</text><answer><text>32</text></answer></subquestion>
    <subquestion format="html"><text></text><answer><text>99</text></answer></subquestion>
  </question>
  <question type="ordering">
    <name><text>Ordre</text></name>
    <questiontext format="html"><text>Dans l'ordre ?</text></questiontext>
    <layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype><gradingtype>ABSOLUTE_POSITION</gradingtype>
    <answer fraction="2.0000000" format="html"><text>deux</text></answer>
    <answer fraction="1.0000000" format="html"><text>un</text></answer>
    <answer fraction="10.0000000" format="html"><text>dix</text></answer>
  </question>
</quiz>
"""  # noqa: E501

# Small enough to be harmless if anything ever reads it.
LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE lolz [
 <!ENTITY lol "lol">
 <!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
 <!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">
]>
<quiz><question type="truefalse"><name><text>&lol3;</text></name></question></quiz>"""

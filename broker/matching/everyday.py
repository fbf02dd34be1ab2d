"""Words of many meanings, and words that only say for whom, where and when. One of them alone says little
of what is asked for, or of what a firm does: "put it right" asks for no lawyer, a boiler that "locks out"
for no locksmith, and a hall that the school uses for no teacher."""

from broker.matching.text import stem

_WORDS = """
    act address air apart area arm ask back bad bag bank bar base bath beat bed bell bill bit block board boat
    body book bottom bowl box branch break bridge bright bring broad build burn call camp cap card care carry
    case cast catch centre chain chair change charge check clean clear close cold collect coat come cool corner
    count counter course court cover cross cut date dead deal deck desk door double draw dress drink drive drop
    dry dust early edge empty end event face fair fall fast feed feel field figure file fill film fine finish
    fire fit fix flat floor fly foot form frame free fresh front full garden gate glass go gold good grab grand
    green ground group grow hall hand hang hard head hear heart heat heavy hire hold hole home hook host hot hour
    house idea iron job join judge jump keep key kick kind land late lay lead leaf lease leave left letter level
    lid life lift light line list live load loan lock long look loose lose low lunch mark mass match meal mean
    meet mend mind minute mix model moment month morning move name nail net new night note notice number open
    order own pack page paint pair panel park part party pass past pay people phone pick picture piece pin pipe
    pitch place plain plan plant plate play point post pot power press print private project promise public pull
    pump push quarter quiet race rail rain raise range rate reach read ready rent rest return right ring rise
    road rock roll room root rough round row rule run sack safe sale sand save say scale scene school score screw
    seal season seat second see sell send serve set shake shape share sharp sheet shelf shell shift shine shop
    short shot show side sight sign single sit site skin sleep slice slip small smart smoke soft sound space
    spare speak spell spend spot spread spring square stage stand start state station stay steam step stick still
    stock stop store story straight stream street stretch strike string strip strong study suit sun supply surface
    swing switch table tail talk tap taste tea team tell term test throw tie till time tip title top touch tour
    track trade train treat trip trust try turn type view visit voice wait walk wall warm wash waste watch water
    wave way wear weather week weekend weight well wheel wind window wing winter wire wood word work world worn
    write yard young
"""
_WHO_AND_WHEN = """
    adult afternoon autumn baby boy care carer charity child children christmas church city club college committee
    community council couple dad daughter day disabled district estate evening family father fortnight friend girl
    group hospital hostel household ill leaver local lone lonely lunch man men month morning mother mum mums
    neighbour newcomer night older parent parents partnership patient pensioner people pupil refugee refugees
    resident retired school schools single son spring staff street student summer sunday saturday teacher teen
    teenager tenant term town trustee village volunteer volunteers ward weekend woman women worker year youth
"""
EVERYDAY = frozenset(stem(word) for word in (_WORDS + _WHO_AND_WHEN).split())

PROVES_LITTLE = 0.3
"""What is left of one word's proof where the word is one of these."""

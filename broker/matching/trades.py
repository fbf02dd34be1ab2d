"""What people call a trade, in one or two words, and its class of UK SIC 2007.

Owners and partnerships say "electrician", "chippy" or "minicabs"; official titles never do.
"""

_TRADES = """
01: farm, farmer, dairy farm, market gardener, smallholding, agricultural contractor
0130: plant nursery, tree nursery
02: forester, woodland management, tree surgeon, arborist
03: fisherman, trawler, fish farm
0811: quarry
10: food manufacturer, food factory, ready meals factory
1013: sausage maker, bacon curing
1052: ice cream maker
1071: baker, bakery, bread and cakes, patisserie
1082: chocolate maker, confectioner
1105: brewery, brewer, micro brewery
1107: soft drinks, bottled water
13: weaver, textile mill, spinning
1392: curtain maker, soft furnishings, sail maker
14: clothing factory, garment maker, sewing factory, dressmaker, tailor
1520: shoe maker, boot factory
1610: sawmill
1623: joinery, joiner, staircase maker, window frames
17: paper mill, cardboard boxes, packaging firm
1812: printer, print shop, leaflets and banners
20: chemical works, paint maker, soap maker
21: drug maker, pharmaceuticals
22: plastics firm, plastic mouldings, rubber parts
23: glassworks, pottery, brick maker, concrete products, stone mason, memorial mason
24: steelworks, foundry, castings
2511: steel fabricator, structural steel
2512: metal doors and gates
2550: forge, drop forging
2561: metal finishing, powder coating
2562: engineering firm, machine shop, machinist, precision engineer, toolmaker, CNC machining
25: metalwork, metal firm, welder, blacksmith
26: electronics firm, circuit boards
27: lighting maker, electric motors
28: machine builder, pump maker
29: car plant, car parts maker
30: shipyard, boat builder, train builder
31: furniture maker, cabinet maker, upholsterer
3109: mattress maker
3220: organ builder, piano maker, instrument maker
3212: jeweller making rings
3299: sign maker, candle maker
3250: dental laboratory, spectacles maker
33: machinery repair, marine engineer
35: power station, electricity supplier, gas supplier, solar farm
36: water company
37: drain clearance, drainage, septic tanks
38: waste firm, skip hire, recycling firm, scrap metal, scrap yard, rubbish removal, bin collection
4110: property developer
4120: builder, building firm, general builder, house builder, housebuilding, construction company
42: road builder, civil engineering contractor, groundworks contractor
4311: demolition
4321: electrician, electrical contractor, electrical services, shop and house electrics
4321: rewiring, alarms installer, solar panel fitter
4322: plumber, heating and ventilation, extractor hoods and ducts fitted, heating engineer
4322: gas fitter, boiler repair, air conditioning, ventilation
4329: insulation, lift installer, fencing, fencing contractor, fence erector
4331: plasterer
4332: carpenter, chippy carpenter, kitchen fitter, window fitter, shopfitter
4333: floor layer, tiler, carpet fitter
4334: painter, decorator, glazier, painter and decorator
4339: handyman, odd jobs, property maintenance
4391: roofer, roofing
4399: scaffolder, scaffolding, bricklayer, paving, damp proofing
45: car dealer, motor trade, garage, mechanic, MOT, tyres and exhausts, body shop, motorbike shop
46: wholesaler, distributor, cash and carry
4631: fruit and vegetable wholesaler
4632: meat wholesaler
463: food wholesaler, food distributor, catering supplies
4673: builders' merchant, timber merchant, plumbers' merchant
47: shop, shopkeeper, retailer
4711: supermarket, convenience store, corner shop, grocer, food shop
4721: greengrocer
4722: butcher
4723: fishmonger
4724: cake shop
4730: petrol station
4741: computer shop
4752: hardware shop, DIY store, ironmonger
4753: carpet shop
4754: white goods shop, appliance shop
4759: furniture shop
4761: bookshop
4764: bike shop, sports shop
4771: clothes shop, school uniform shop
4772: shoe shop
4773: chemist, pharmacy
4776: florist, garden centre, pet shop
4778: optician, card shop, art gallery shop
4779: charity shop, second-hand shop, antiques
4781: market stall, market trader
4791: online shop, mail order
49: transport firm
4931: bus company
4932: taxi, minicab, cab firm, private hire
4939: coach hire, coach company, minibus hire
4941: haulier, haulage, lorries, trucking, freight by road
4942: removals, removal firm, man with a van
50: ferry, boat trips
51: airline
5210: warehouse, cold store, storage firm, self storage, third-party logistics
5229: freight forwarder, logistics firm, parcel hub
53: courier, delivery firm, parcel delivery, post office
5510: hotel, guest house, bed and breakfast
5520: hostel, holiday cottages
5530: caravan park, campsite
5610: restaurant, cafe, chippy, chip shop, takeaway, tea room, coffee shop, sandwich bar
5621: caterer, catering firm, event catering
5629: school meals, canteen
5630: pub, bar, nightclub
58: publisher, newspaper, magazine
5911: film maker, video production
5914: cinema
5920: recording studio
60: radio station, broadcaster
61: phone company, broadband supplier, telecoms
62: IT firm, IT support for offices, software house, web designer, app developer, computer support, IT support
63: data centre, web hosting, news agency
6419: bank, building society, credit union
65: insurer, insurance company
6622: insurance broker
66: financial adviser, pension adviser, mortgage broker
6810: property company, landlord
6820: housing association, lettings, shopping centre owner
6831: estate agent, letting agent
6832: managing agent
6910: solicitor, law firm, barrister, legal firm
6920: accountant, bookkeeper, payroll bureau, auditor, accountancy practice
7022: management consultant, business adviser
7021: public relations, PR agency
7111: architect
7112: engineering consultant, structural engineer, surveyor, quantity surveyor, building surveyor
7120: testing laboratory
72: research laboratory
7311: advertising agency, marketing agency
7320: market research, pollster
7410: graphic designer, designer, interior designer
7420: photographer
7430: translator, interpreter
75: vet, veterinary practice
7711: car hire, van hire
7732: plant hire, tool hire, digger hire
7721: bike hire, marquee hire
78: recruitment agency, employment agency, temp agency
79: travel agent, tour operator
80: security firm, security guards, CCTV monitoring, door staff, locksmith
8110: facilities management, caretaking
8121: cleaner, cleaning firm, office cleaning
8122: window cleaner, industrial cleaning
8129: pest control, street cleaning
8130: gardener, landscaper, landscaping, grounds maintenance
8211: office services, virtual assistant
8220: call centre, contact centre
8230: events company, conference organiser, exhibition organiser
84: council, public body
8424: police force
8425: fire service
85: school, training provider
8510: nursery school
8520: primary school
8530: secondary school
8541: college
8542: university
8551: sports coach, swimming teacher, dance teacher, yoga teacher
8553: driving school
8559: tutor, language school, first aid training
86: health service
8610: hospital
8621: doctor, GP surgery
8623: dentist
8690: physiotherapist, counsellor, chiropractor, nurse agency
87: care home, nursing home, residential home
8810: home care, day centre
8891: children's nursery, childminder, nursery for under fives, playgroup
8899: charity, advice centre, youth club
90: theatre, musician, artist, sculptor, band
9004: arts centre, concert hall
91: library, museum, zoo
92: betting shop, bingo hall, casino
9311: swimming pool, sports centre, stadium
9312: football club, cricket club, boxing club
9313: gym, fitness club, leisure club
9329: soft play, bowling alley, escape room, amusement arcade
94: trade union, church, trade association
9511: computer repair, laptop refurbisher
9512: phone repair
9522: appliance repair, washing machine repair
9523: shoe repair, cobbler
9524: furniture restorer
9529: bike repair, clock repair, key cutting, clothing alterations
9601: launderette, laundry, dry cleaner
9602: hairdresser, barber, hair salon, nail bar, beauty salon, beautician
9603: undertaker, funeral director
9609: dog groomer, tattoo studio, kennels
"""


def trades() -> list[tuple[str, str]]:
    """(SIC code, what people call the trade), one pair a name."""
    pairs = []
    for line in _TRADES.strip().splitlines():
        code, _, names = line.partition(":")
        pairs += [(code.strip(), name.strip()) for name in names.split(",")]
    return pairs
